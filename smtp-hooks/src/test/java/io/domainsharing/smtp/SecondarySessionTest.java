// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 127.0.0.9 holds mail for example.com, 127.0.0.10 for here.example. */
@Tag("R5")
class SecondarySessionTest {
    private static final String SECONDARY = "127.0.0.9";
    private static final String OTHER_SECONDARY = "127.0.0.10";
    private static final String COLLEAGUE = "carol@example.com";

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("frank@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .know("nobody@example.com", new Verdict.Nobody());
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
        listener.identityCheckedAt = Set.of("MAIL", "RCPT");
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {COLLEAGUE, "nobody@example.com", "bob@here.example", "x@elsewhere.example", ""})
    void recipientOfItsDomainShouldBeAcceptedWhateverTheSender(String sender) throws Exception {
        try (SmtpClient client = listener.connect(SECONDARY).greet(sender)) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<frank@example.com>"))
                    .as("on a peer")
                    .startsWith("250");
            assertThat(client.exchange("RCPT TO:<nobody@example.com>")).startsWith("550 5.1.1");
        }
        assertThat(ownership.asked()).doesNotContain(address(COLLEAGUE));
    }

    @Test
    void peersShouldBeAskedAboutItsRecipients() throws Exception {
        try (SmtpClient client = listener.connect(SECONDARY).greet(COLLEAGUE)) {
            client.send("RCPT TO:<dora@example.com>");
            await().until(() -> ownership.isPending(address("dora@example.com")));
            ownership.complete("dora@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));

            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void recipientOfADomainThatIsNotSharedShouldBeJudgedByJames() throws Exception {
        try (SmtpClient client = listener.connect(OTHER_SECONDARY).greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<bob@here.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<unknown@here.example>")).startsWith("550 5.1.1");
        }
    }

    @Test
    void senderOfOursShouldReachNoOtherDomain() throws Exception {
        try (SmtpClient client = listener.connect(SECONDARY).greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<bob@here.example>"))
                    .startsWith("451 4.7.1 Not a domain that this server holds mail for: bob@here.example");
            assertThat(client.exchange("RCPT TO:<x@elsewhere.example>")).startsWith("550 5.7.1");
            ownership.know("y@customer.example", onGateway("customer.example"));
            assertThat(client.exchange("RCPT TO:<y@customer.example>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void otherSendersShouldBeTreatedAsAnybodysElsewhere() throws Exception {
        ownership.know("y@customer.example", onGateway("customer.example"));
        try (SmtpClient client = listener.connect(SECONDARY).greet("x@elsewhere.example")) {
            assertThat(client.exchange("RCPT TO:<bob@here.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<y@customer.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<z@elsewhere.example>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void otherAddressesShouldHaveNoSuchRights() throws Exception {
        try (SmtpClient client = listener.connect("127.0.0.8")) {
            client.exchange("EHLO client.example");
            ownership.know(COLLEAGUE, new Verdict.Local(LocalMatch.ACCOUNT));
            assertThat(client.exchange("MAIL FROM:<" + COLLEAGUE + ">")).startsWith("554");
        }
    }

    @Test
    void peerOfAnotherDomainShouldBeTheSecondaryOfThisOne() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peerOf("osaka", "example.org", SECONDARY));
        try (SmtpClient client = listener.connect(SECONDARY).greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<frank@example.com>"))
                    .as("on another peer")
                    .startsWith("250");
        }
    }

    @Test
    void peerOfTheSameDomainShouldBeAPeer() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peerOf("osaka", "example.com", SECONDARY));
        try (SmtpClient client = listener.connect(SECONDARY).greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<frank@example.com>")).startsWith("550 5.1.1");
        }
    }

    private static Verdict onGateway(String domain) {
        return new Verdict.OnGateway(Domain.of(domain), Verdict.Proof.LISTED);
    }
}
