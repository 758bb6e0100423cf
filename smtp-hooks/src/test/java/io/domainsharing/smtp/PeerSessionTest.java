// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerSessionTest {
    private static final String COLLEAGUE = "carol@example.com";

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("frank@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .know(
                    "later@example.com",
                    new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("local directory", "is down", false))));
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void localRecipientShouldBeAcceptedWhateverTheSender() throws Exception {
        try (SmtpClient client = listener.connect().greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<bob@here.example>")).startsWith("250");
        }
    }

    @Test
    void recipientElsewhereShouldBeRefusedWithoutALookUp() throws Exception {
        try (SmtpClient client = listener.connect().greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<frank@example.com>")).startsWith("550 5.1.1");
            assertThat(client.exchange("RCPT TO:<unknown@example.com>")).startsWith("550 5.1.1");
            assertThat(client.exchange("RCPT TO:<unknown@here.example>")).startsWith("550 5.1.1");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void recipientShouldBeDeferredWhenTheDirectoryFails() throws Exception {
        try (SmtpClient client = listener.connect().greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<later@example.com>")).startsWith("451 4.4.3");
        }
    }

    @Test
    void peerShouldNotRelay() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<x@elsewhere.example>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void ehloShouldTellThatOthersAreAskedUnlessTheSessionIsAPeersOrThereAreNone() throws Exception {
        try (SmtpClient client = listener.connect()) {
            assertThat(client.lines("EHLO client.example")).noneMatch(line -> line.contains("XDOMAINSHARING"));
        }
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "203.0.113.0/24"));
        try (SmtpClient client = listener.connect()) {
            assertThat(client.lines("EHLO client.example"))
                    .anySatisfy(line -> assertThat(line).matches("250[- ]XDOMAINSHARING"));
        }
        listener.peers.replaceBy();
        try (SmtpClient client = listener.connect()) {
            assertThat(client.lines("EHLO client.example")).noneMatch(line -> line.contains("XDOMAINSHARING"));
        }
    }

    @Test
    void identityCheckShouldStandWhenTheSessionIsNotAPeers() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "203.0.113.0/24"));
        try (SmtpClient client = listener.connect().greet(COLLEAGUE)) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("554");
        }
    }

    @Test
    void sessionShouldNotBeAPeersWhenItIsAuthenticated() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("AUTH PLAIN AGNhcm9sAHNlY3JldA==")).startsWith("235");
            assertThat(client.exchange("MAIL FROM:<" + COLLEAGUE + ">")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<frank@example.com>")).startsWith("250");
            client.send("RCPT TO:<heidi@example.com>");
            await().until(() -> ownership.isPending(address("heidi@example.com")));
        }
    }

    @Test
    void sessionShouldNotBeAPeersOnASubmissionListener() throws Exception {
        BaseHierarchicalConfiguration handler = new BaseHierarchicalConfiguration();
        handler.addProperty("submission", true);
        try (SmtpListener submission = new SmtpListener(ownership, handler, new ReplayPool(1, 10))) {
            submission.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
            try (SmtpClient client = submission.connect().greet(COLLEAGUE)) {
                assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("554");
            }
        }
    }

    @Test
    void startShouldFailWhenTheHandlerHasAnUnknownKey() {
        BaseHierarchicalConfiguration handler = new BaseHierarchicalConfiguration();
        handler.addProperty("submision", true);
        assertThatThrownBy(() -> new SmtpListener(ownership, handler, new ReplayPool(1, 10)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DomainSharingRcptHook has no key 'submision'")
                .hasMessageContaining("<submission>");
    }

    @Test
    void startShouldFailWhenSubmissionIsNotABoolean() {
        BaseHierarchicalConfiguration handler = new BaseHierarchicalConfiguration();
        handler.addProperty("submission", "perhaps");
        assertThatThrownBy(() -> new SmtpListener(ownership, handler, new ReplayPool(1, 10)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("perhaps");
    }
}
