// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two servers have the same peer, which is away, and the same smart host, which only one of them may use. */
@Tag("D7")
@ExtendWith(NoLeftovers.class)
class SmartHostIT {
    private static final String BOB = "bob@example.com";
    private static final String QUEUE = "domain-sharing-oslo";

    private static final ScriptedPeer OSLO = new ScriptedPeer("oslo", "127.0.1.101", query -> query.status(5));
    private static final TcpGate GATE = new TcpGate(socket(OSLO.sink().address()));
    private static final SmtpSink SMART = SmtpSink.on("127.0.1.102");
    private static final JamesServer ON = JamesServer.extended("lyon-smart-on", "127.0.1.103");
    private static final JamesServer OFF = JamesServer.extended("lyon-smart-off", "127.0.1.104");

    @BeforeAll
    static void start() {
        for (JamesServer server : List.of(ON, OFF)) {
            Sharing.PeerEntry entry = OSLO.entry();
            String behindTheGate = "127.0.1.101:" + GATE.port();
            Sharing.join(
                    "example.com",
                    server,
                    List.of(new Sharing.PeerEntry(
                            entry.name(), behindTheGate, entry.mingerPort(), entry.secret(), entry.trusted())));
            server.conf().edit("domainsharing.xml", xml -> xml.set("delivery/smartHost", SMART.address())
                    .set("delivery/smartHostOnError", Boolean.toString(server == ON)));
        }
        JamesServer.startAll(ON, OFF);
    }

    @AfterAll
    static void stop() {
        ON.close();
        OFF.close();
        GATE.close();
        OSLO.close();
        SMART.close();
    }

    @BeforeEach
    void peerGoesAway() {
        GATE.shut();
    }

    @AfterEach
    void peerIsThere() {
        GATE.open();
    }

    @Test
    void mailShouldWaitForItsPeerAndNeverLeaveToTheSmartHostByDefault() {
        send(OFF, "stays");

        // Several tries: one each second.
        Awaitility.await()
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    assertThat(OFF.webAdmin().queueSize(QUEUE)).isLessThanOrEqualTo(1);
                    assertThat(with(SMART, "stays")).isEmpty();
                });
        // Out of the queue only while it is tried.
        Awaitility.await().until(() -> OFF.webAdmin().queueSize(QUEUE) == 1);
        GATE.open();

        Awaitility.await()
                .untilAsserted(() -> assertThat(with(OSLO.sink(), "stays")).hasSize(1));
        assertThat(with(SMART, "stays")).isEmpty();
    }

    @Test
    void smartHostShouldGetTheMailOnceAndThePeerNotAgainWhenItReturns() {
        send(ON, "detour");

        Awaitility.await().untilAsserted(() -> assertThat(with(SMART, "detour"))
                .hasSize(1)
                .allSatisfy(mail -> assertThat(mail.recipients()).containsExactly(BOB)));
        GATE.open();
        // For a second more it is known to be away, and its mail takes the detour.
        assertThat(ON.webAdmin()
                        .send("POST", "/domain-sharing/peers/oslo/flush", "")
                        .statusCode())
                .isEqualTo(204);
        send(ON, "direct");

        Awaitility.await()
                .untilAsserted(() -> assertThat(with(OSLO.sink(), "direct")).hasSize(1));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    assertThat(ON.webAdmin().queueSize(QUEUE)).isZero();
                    assertThat(with(OSLO.sink(), "detour")).isEmpty();
                    assertThat(with(SMART, "")).hasSize(1);
                });
    }

    private static void send(JamesServer server, String subject) {
        try (SmtpSession session = stranger(server)) {
            assertThat(session.rcpt(BOB).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }

    private static List<SmtpSink.Mail> with(SmtpSink sink, String subject) {
        return sink.mails().stream()
                .filter(mail -> mail.content().contains("Subject: " + subject))
                .toList();
    }

    private static InetSocketAddress socket(String address) {
        String[] parts = address.split(":", -1);
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }
}
