// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.rehearsal.Difference;
import io.domainsharing.ownership.rehearsal.RehearsedPeer;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One peer is observed, and says of every address that it has it. */
class ObservedPeerTest {
    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .resolveOthersTo(new Verdict.Nobody());
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
        tokyoIs(PeerMode.OBSERVE, "203.0.113.7");
    }

    private void tokyoIs(PeerMode mode, String trusted) {
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", trusted).withMode(mode));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private String replyTo(String mail, String rcpt) throws Exception {
        try (SmtpClient client = listener.connect()) {
            assertThat(client.exchange("EHLO client.example")).startsWith("250");
            String toMail = client.exchange("MAIL FROM:<" + mail + ">");
            return toMail.startsWith("250") ? client.exchange("RCPT TO:<" + rcpt + ">") : toMail;
        }
    }

    private RehearsedPeer found() {
        return listener.rehearsal.all(10).get(0);
    }

    @Test
    void replyShouldBeThatOfTheVerdictAndThePeersWordBeTakenDown() throws Exception {
        assertThat(replyTo("x@elsewhere.example", "bob@example.com")).startsWith("550 5.1.1");
        assertThat(replyTo("x@elsewhere.example", "ann@example.com")).startsWith("250");

        assertThat(found().of(Difference.WOULD_TAKE).addresses()).containsExactly("bob@example.com");
        assertThat(found().of(Difference.ON_BOTH).addresses()).containsExactly("ann@example.com");
    }

    @Test
    void recipientOfAPeersSessionShouldNotBeTakenDown() throws Exception {
        tokyoIs(PeerMode.OBSERVE, "127.0.0.1");

        assertThat(replyTo("x@elsewhere.example", "ann@example.com")).startsWith("250");

        assertThat(found().recipients()).isZero();
    }

    @Test
    void senderThatMayBeAColleagueThereShouldNotBeRefused() throws Exception {
        assertThat(replyTo("bob@example.com", "ann@example.com")).startsWith("250");

        tokyoIs(PeerMode.DRAIN, "203.0.113.7");
        assertThat(replyTo("bob@example.com", "ann@example.com")).startsWith("250");

        tokyoIs(PeerMode.SHARE, "203.0.113.7");
        assertThat(replyTo("bob@example.com", "ann@example.com")).startsWith("550 5.1.8");
    }
}
