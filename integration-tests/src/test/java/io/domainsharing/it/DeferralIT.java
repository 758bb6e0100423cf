// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RCPT waits for a peer without anybody else waiting, and without a line getting out of order. */
@Tag("D1")
@ExtendWith(NoLeftovers.class)
class DeferralIT {
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final int CROWD = 200;

    /** Each of them has its share of the questions in flight. */
    private static final int CLIENTS = 4;

    private static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        lyon = new OnePeerServer("lyon-deferral", "127.0.1.45", "127.0.1.46", xml -> xml.set("lookup/timeout", "2s")
                .set("lookup/budget", "6s"));
    }

    @AfterAll
    static void stop() {
        lyon.close();
    }

    @BeforeEach
    void slowPeer() {
        lyon.peer.script(
                query -> query.after(SLOW, () -> query.status(query.mailbox().startsWith("known") ? 5 : 3)));
    }

    @Test
    void localRecipientShouldBeAnsweredWhileManySessionsWait() {
        // The peer holds its answers back until the local recipient has his: what is asserted is order, not speed.
        List<ScriptedPeer.Query> held = new java.util.concurrent.CopyOnWriteArrayList<>();
        lyon.peer.script(held::add);
        List<SmtpSession> crowd = new ArrayList<>();
        try (SmtpSession local = lyon.session()) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(ThreeServers.fromAddress("127.0.3." + (1 + i % CLIENTS), lyon.james));
            }
            for (int i = 0; i < CROWD; i++) {
                crowd.get(i).write("RCPT TO:<known-crowd-" + i + "@example.com>\r\n");
            }
            Awaitility.await()
                    .until(() -> held.stream()
                                    .map(ScriptedPeer.Query::mailbox)
                                    // And not those that nobody has, by which a silent peer is probed.
                                    .filter(mailbox -> mailbox.startsWith("known-crowd-"))
                                    .distinct()
                                    .count()
                            == CROWD);

            assertThat(local.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(crowd).noneMatch(SmtpSession::hasAnswer);

            lyon.peer.script(query -> query.status(5));
            held.forEach(query -> query.status(5));
            assertThat(crowd)
                    .allSatisfy(session -> assertThat(session.read().code()).isEqualTo(250));
        } finally {
            crowd.forEach(SmtpSession::close);
        }
    }

    @Test
    void repliesShouldKeepTheirOrderWhenCommandsArePipelined() {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            session.write("MAIL FROM:<ann@example.net>\r\nRCPT TO:<known-1@example.com>\r\nRCPT TO:<" + LOCAL
                    + ">\r\nRCPT TO:<nobody-1@example.com>\r\nRCPT TO:<known-2@example.com>\r\nDATA\r\n");

            assertThat(session.read().code()).as("MAIL").isEqualTo(250);
            assertThat(session.read().text()).as("first").contains("known-1");
            assertThat(session.read().text()).as("second").contains("local@");
            assertThat(session.read().code()).as("third").isEqualTo(550);
            assertThat(session.read().text()).as("fourth").contains("known-2");
            assertThat(session.read().code()).as("DATA").isEqualTo(354);
            session.write("Subject: pipelined\r\n\r\nhello\r\n.\r\nNOOP\r\nQUIT\r\n");
            assertThat(session.read().code()).as("end of DATA").isEqualTo(250);
            assertThat(session.read().code()).as("NOOP").isEqualTo(250);
            assertThat(session.read().code()).as("QUIT").isEqualTo(221);
        }

        lyon.james.inbox(LOCAL, PASSWORD).await("Subject: pipelined");
        Awaitility.await().untilAsserted(() -> assertThat(lyon.peer.sink().mails())
                .filteredOn(mail -> mail.content().contains("Subject: pipelined"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients())
                        .containsExactlyInAnyOrder("known-1@example.com", "known-2@example.com")));
    }

    @Test
    void messageLinesShouldNeverBeTakenForCommandsWhenTheyCameBeforeTheGoAhead() {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            session.write("MAIL FROM:<ann@example.net>\r\nRCPT TO:<known-early@example.com>\r\nDATA\r\n"
                    + "Subject: too early\r\n\r\nhello\r\n.\r\n");

            assertThat(session.read().code()).as("MAIL").isEqualTo(250);
            assertThat(session.read().code()).as("RCPT").isEqualTo(250);
            assertThat(session.read().code()).as("DATA").isEqualTo(354);
            assertThat(session.read().code()).as("lines sent before 354").isEqualTo(503);
            assertThatThrownBy(session::read).hasMessageContaining("Closed by the server");
        }
        assertThat(lyon.peer.sink().mails()).noneMatch(mail -> mail.content().contains("too early"));
    }

    // James 3.8.2 by itself loses some of the handshakes that come as soon as this client's.
    @Test
    void handshakeShouldSucceedHoweverSoonItComes() {
        for (int i = 0; i < 100; i++) {
            try (SmtpSession session =
                    SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
                session.ehlo();
                assertThat(session.startTls().ehlo().code()).isEqualTo(250);
            }
        }
    }

    @Test
    void recipientShouldBeDeferredInsideTlsAsWell() {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            session.startTls().ehlo();
            session.mail("ann@example.net");
            session.write("RCPT TO:<known-tls@example.com>\r\nRCPT TO:<nobody-tls@example.com>\r\nDATA\r\n");

            assertThat(session.read().code()).isEqualTo(250);
            assertThat(session.read().code()).isEqualTo(550);
            assertThat(session.read().code()).isEqualTo(354);
            session.write("Subject: over-tls\r\n\r\nhello\r\n.\r\n");
            assertThat(session.read().code()).isEqualTo(250);
        }

        Awaitility.await().until(() -> lyon.peer.sink().mails().stream()
                .anyMatch(mail -> mail.content().contains("Subject: over-tls")));
    }

    @Test
    void startTlsShouldWorkWhenItFollowsADeferredRecipient() {
        try (SmtpSession session = lyon.session()) {
            assertThat(session.rcpt("known-before-tls@example.com").code()).isEqualTo(250);

            session.startTls().ehlo();
            session.mail("ann@example.net");

            assertThat(session.rcpt("known-after-tls@example.com").code()).isEqualTo(250);
        }
    }

    @Test
    void questionShouldGoOnForOthersWhenTheSessionThatAskedFirstCloses() {
        try (SmtpSession other = lyon.session()) {
            SmtpSession first = lyon.session();
            first.write("RCPT TO:<known-shared@example.com>\r\n");
            Awaitility.await().until(() -> lyon.peer.asked("known-shared@example.com") == 1);
            other.write("RCPT TO:<known-shared@example.com>\r\n");
            first.close();

            assertThat(other.read().code()).isEqualTo(250);
            assertThat(lyon.peer.asked("known-shared@example.com")).isEqualTo(1);
        }
        assertThat(lyon.james.log()).doesNotContain("[ERROR]");
    }

    @Test
    void mailShouldGoOnAfterADeferredRecipientWhenTheSessionIsUsedAgain() {
        try (SmtpSession session = lyon.session()) {
            for (int round = 0; round < 3; round++) {
                assertThat(session.rcpt("known-round-" + round + "@example.com").code())
                        .isEqualTo(250);
                assertThat(session.data(message("round-" + round)).code()).isEqualTo(250);
                session.mail("ann@example.net");
            }
        }

        Awaitility.await()
                .until(() -> lyon.peer.sink().mails().stream()
                                .filter(mail -> mail.content().contains("Subject: round-"))
                                .count()
                        == 3);
    }
}
