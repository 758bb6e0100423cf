// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose addresses are counted, and what a suspect is told; 127.0.0.9 is a secondary. */
@Tag("D14")
class HarvestGateTest {
    /** So many make a suspect; other tests name fewer. */
    static final int UNKNOWNS = 1_500;

    private static final String STRANGER = "127.0.0.1";
    private static final String SECONDARY = "127.0.0.9";
    private static final String PEER = "127.0.0.21";

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("frank@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .know("nobody@example.com", new Verdict.Nobody());
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private void suspect(String client) {
        listener.harvests.told(new PeerName("osaka"), InetAddresses.forString(client), Duration.ofMinutes(10));
    }

    @Test
    void suspectShouldBeToldWhatIsKnownAndNobodyAsked() throws Exception {
        suspect(STRANGER);

        try (SmtpClient client = listener.connect(STRANGER).greet("")) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<frank@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<nobody@example.com>")).startsWith("550 5.1.1");
            assertThat(client.exchange("RCPT TO:<dora@example.com>"))
                    .as("she may exist")
                    .isEqualTo("451 4.7.1 Too many unknown recipients from you, cannot verify this one at present,"
                            + " try again later: dora@example.com");
        }
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void clientThatNamesManyAddressesThatNobodyHasShouldBecomeASuspect() throws Exception {
        try (SmtpClient client = listener.connect(STRANGER).greet("")) {
            for (int i = 1; i < UNKNOWNS; i++) {
                client.exchange("RCPT TO:<nobody@example.com>");
            }
            assertThat(listener.harvests.suspects()).isEmpty();

            client.exchange("RCPT TO:<ann@example.com>");
            client.exchange("RCPT TO:<nobody@example.com>");

            assertThat(listener.harvests.suspects()).singleElement().satisfies(suspect -> assertThat(suspect.client())
                    .hasToString(STRANGER));
        }
    }

    @Test
    void secondaryAndPeerShouldBeExempt() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", PEER));
        suspect(SECONDARY);
        suspect(PEER);

        try (SmtpClient client = listener.connect(SECONDARY).greet("")) {
            client.send("RCPT TO:<dora@example.com>");
            await().until(() -> ownership.isPending(address("dora@example.com")));
            ownership.complete("dora@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
            assertThat(client.reply()).startsWith("250");
        }
        try (SmtpClient client = listener.connect(PEER).greet("")) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<zoe@example.com>"))
                    .as("by its own word, at once")
                    .startsWith("550");
        }
        assertThat(ownership.asked()).containsExactly(address("dora@example.com"));
    }

    @Test
    void addressesThatAPeerOrASecondaryNamesShouldNotBeCounted() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", PEER));
        for (String server : List.of(SECONDARY, PEER)) {
            try (SmtpClient client = listener.connect(server).greet("")) {
                for (int i = 0; i < UNKNOWNS; i++) {
                    client.exchange("RCPT TO:<nobody@example.com>");
                }
            }
        }

        assertThat(listener.harvests.suspects()).isEmpty();
    }
}
