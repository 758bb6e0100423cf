// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One of two servers goes away and comes back; the other one remembers what it knew, even over its own death. */
@ExtendWith(NoLeftovers.class)
class OutageIT {
    private static final String CACHED = "cached@example.com";
    private static final String QUEUE = "domain-sharing-oslo";

    private final JamesServer lyon = JamesServer.extended("lyon-outage", "127.0.1.21");
    private final JamesServer oslo = JamesServer.extended("oslo", "127.0.1.22");
    private final TcpGate gate = new TcpGate(oslo.endpoints().smtpAddress());

    @BeforeEach
    void start() {
        Sharing.join("example.com", lyon, List.of(Sharing.PeerEntry.of(oslo, gate.port())));
        Sharing.join("example.com", oslo, List.of(Sharing.PeerEntry.of(lyon)));
        JamesServer.startAll(lyon, oslo);
        oslo.webAdmin().user(CACHED, PASSWORD);
        gate.open();
        assertThat(rcptAtLyon(CACHED)).isEqualTo(250);
    }

    @AfterEach
    void stop() {
        gate.close();
        lyon.close();
        oslo.close();
    }

    @Test
    @Tag("D1")
    @Tag("D2")
    @Tag("D3")
    @Tag("D7")
    @Tag("L2")
    void mailShouldWaitInThePeersOwnQueueUntilThePeerIsBack() {
        gate.shut();
        oslo.kill();

        try (SmtpSession session = stranger(lyon)) {
            assertThat(session.rcpt("never-seen@example.com").code()).isEqualTo(451);
            assertThat(session.rcpt(CACHED).code()).isEqualTo(250);
            assertThat(session.data(message("waiting")).code()).isEqualTo(250);
        }
        Awaitility.await().untilAsserted(() -> assertThat(lyon.webAdmin().queueSize(QUEUE))
                .isEqualTo(1));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lyon.webAdmin().queueSize("outgoing"))
                        .as("nothing goes the ordinary way")
                        .isZero());

        oslo.start();
        oslo.webAdmin().user(CACHED, PASSWORD);
        gate.open();

        ImapMailbox inbox = oslo.inbox(CACHED, PASSWORD);
        inbox.await("Subject: waiting");
        Awaitility.await().untilAsserted(() -> assertThat(lyon.webAdmin().queueSize(QUEUE))
                .isZero());
        assertThat(inbox.messages()).hasSize(1);
        Awaitility.await("the peer is asked again")
                .atMost(Duration.ofSeconds(15))
                .until(() -> rcptAtLyon("never-seen@example.com") == 550);
    }

    @Test
    @Tag("D3")
    void cachedOwnerShouldBeKnownAfterAnOrderlyRestartWhileThePeerIsDown() {
        oslo.kill();
        lyon.restart();

        assertThat(rcptAtLyon(CACHED)).isEqualTo(250);
        assertThat(rcptAtLyon("never-seen@example.com")).isEqualTo(451);
    }

    @Test
    @Tag("D3")
    void cachedOwnerShouldBeKnownAfterAPowerCutWhileThePeerIsDown() {
        // The cache may be written behind: what an answer put into it is on disk within moments, not at once.
        String later = "later@example.com";
        oslo.webAdmin().user(later, PASSWORD);
        assertThat(rcptAtLyon(later)).isEqualTo(250);
        Awaitility.await("a moment for the cache to be written")
                .pollDelay(Duration.ofSeconds(3))
                .until(() -> true);
        oslo.kill();
        lyon.kill();
        lyon.start();

        assertThat(rcptAtLyon(CACHED)).isEqualTo(250);
        assertThat(rcptAtLyon(later)).isEqualTo(250);
    }

    private int rcptAtLyon(String recipient) {
        try (SmtpSession session = stranger(lyon)) {
            return session.rcpt(recipient).code();
        }
    }
}
