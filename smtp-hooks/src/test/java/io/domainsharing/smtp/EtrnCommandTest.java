// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.Gateway;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.james.protocols.smtp.core.fastfail.MaxUnknownCmdHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * One may ask for one.example, its sub-domains a and b, quiet.example and broken.example from here, and for its sub-domain c
 * and for user.example as backup only; nobody may ask for closed.example.
 */
class EtrnCommandTest extends EtrnCommandFixture {
    private static final String TEN = "aaaaaaaaa.";
    private static final String FIFTY = TEN + TEN + TEN + TEN + TEN;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ETRN one.example       | 253 2.0.0 OK, 3 pending messages for node one.example started
            etrn ONE.Example       | 253 2.0.0 OK, 3 pending messages for node ONE.Example started
            ETRN @one.example      | 253 2.0.0 OK, 8 pending messages for node @one.example started
            ETRN @a.one.example    | 253 2.0.0 OK, 5 pending messages for node @a.one.example started
            ETRN quiet.example     | 251 2.0.0 OK, no messages waiting for node quiet.example
            ETRN broken.example    | 458 4.3.0 Unable to queue messages for node broken.example
            ETRN user.example      | 459 4.7.1 Node user.example not allowed for you
            ETRN closed.example    | 459 4.7.1 Node closed.example not allowed for you
            ETRN unknown.example   | 459 4.7.1 Node unknown.example not allowed for you
            ETRN @unknown.example  | 459 4.7.1 Node @unknown.example not allowed for you
            ETRN example           | 459 4.7.1 Node example not allowed for you
            ETRN #one.example      | 459 4.7.1 A queue not allowed for you
            """)
    void nodeShouldBeAnsweredAsWhoAsksMayKnow(String command, String reply) throws Exception {
        try (SmtpClient client = greeted(connect())) {
            assertThat(client.exchange(command)).isEqualTo(reply);
            assertThat(client.exchange("NOOP")).startsWith("250");
            assertThat(listeners.element().count("smtp_replies_total{etrn," + reply.substring(0, 3) + '}'))
                    .isEqualTo(1);
        }
    }

    @Test
    void subdomainsOfOthersShouldBeLeftAlone() throws Exception {
        try (SmtpClient client = greeted(connect())) {
            client.exchange("ETRN @one.example");
        }
        assertThat(held.started).containsExactlyInAnyOrder("one.example", "a.one.example", "b.a.one.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ETRN",
                "ETRN ",
                "ETRN @",
                "ETRN one.example.",
                "ETRN .one.example",
                "ETRN one..example",
                "ETRN @@one.example",
                "ETRN <one.example>",
                "ETRN [127.0.0.1]",
                "ETRN one.example two.example",
                "ETRN one\u0007.example",
                "ETRN \u00f6ne.example",
                "ETRN _a",
                "ETRN a_.example",
                "ETRN -a.example",
                "ETRN a.1",
                "ETRN @one.9",
                "ETRN " + FIFTY + FIFTY + FIFTY + FIFTY + FIFTY + "abcd"
            })
    void rubbishShouldBeASyntaxError(String command) throws Exception {
        try (SmtpClient client = greeted(connect())) {
            assertThat(client.exchange(command)).startsWith("501 5.5.4 Syntax: ETRN example.com");
        }
        assertThat(held.started).isEmpty();
    }

    @Test
    void ehloShouldComeFirst() throws Exception {
        try (SmtpClient client = connect()) {
            assertThat(client.exchange("ETRN one.example")).isEqualTo("503 5.5.1 Send EHLO first");
            assertThat(client.exchange("HELO client.example")).startsWith("250");
            assertThat(client.exchange("ETRN one.example")).startsWith("503");
            assertThat(client.lines("EHLO client.example"))
                    .anySatisfy(line -> assertThat(line).matches("250[- ]ETRN"));
            assertThat(client.exchange("ETRN one.example")).startsWith("253");
        }
    }

    @Test
    void mailTransactionShouldBeOver() throws Exception {
        try (SmtpClient client = connect().greet()) {
            assertThat(client.exchange("ETRN one.example")).isEqualTo("503 5.5.1 Not within a mail transaction");
            assertThat(client.exchange("RSET")).startsWith("250");
            assertThat(client.exchange("ETRN one.example")).startsWith("253");
        }
    }

    @Test
    void userShouldStartTheMailOfItsOwnGatewaysOnly() throws Exception {
        try (SmtpClient client = greeted(connect())) {
            logIn(client, "backup@user.example");
            assertThat(client.exchange("ETRN user.example")).startsWith("253");
            assertThat(client.exchange("ETRN @c.one.example")).startsWith("253");
            assertThat(client.exchange("ETRN closed.example")).startsWith("459");
        }
        try (SmtpClient client = greeted(listeners.element().connect())) {
            logIn(client, "somebody@user.example");
            assertThat(client.exchange("ETRN user.example")).startsWith("459");
        }
        assertThat(held.askers).containsEntry("user.example", "backup@user.example at 127.0.0.1");
    }

    @Test
    void strangerShouldLogInWhereOnlyUsersMayAsk() throws Exception {
        try (SmtpClient client = greeted(connect(gateway("user.example", BACKUP)))) {
            for (String domain : List.of("user.example", "unknown.example")) {
                assertThat(client.exchange("ETRN " + domain)).isEqualTo("503 5.5.1 Log in first");
            }
            logIn(client, "backup@user.example");
            assertThat(client.exchange("ETRN user.example")).startsWith("253");
        }
    }

    @Test
    void commandShouldBeUnknownWhereNobodyMayAsk() throws Exception {
        try (SmtpClient client = connect(gateway("closed.example", EtrnClients.NOBODY))) {
            assertThat(client.lines("EHLO client.example")).noneMatch(line -> line.contains("ETRN"));
            assertThat(client.exchange("ETRN closed.example")).isEqualTo("500 5.5.1 Command ETRN unrecognized.");
            assertThat(client.exchange("XTRN closed.example")).isEqualTo("500 5.5.1 Command XTRN unrecognized.");
        }
    }

    @Test
    void unknownCommandsShouldBeCountedWhereNobodyMayAsk() throws Exception {
        try (SmtpClient client = connect(gateway("closed.example", EtrnClients.NOBODY))) {
            for (int i = 0; i < MaxUnknownCmdHandler.DEFAULT_MAX_UNKOWN; i++) {
                assertThat(client.exchange("ETRN closed.example")).startsWith("500");
            }
            assertThat(client.exchange("ETRN closed.example")).startsWith("521");
            assertThat(client.reply()).isEqualTo("closed");
        }
    }

    @Test
    void queueThatIsNotCountedInTimeShouldBeSaidToBeStarted() throws Exception {
        held.slow.complete(OptionalLong.empty());
        Gateway slow = gateway("slow.example", FROM_HERE);
        Gateway quick = gateway("quick.slow.example", FROM_HERE);
        try (SmtpClient client = greeted(connect(slow, quick))) {
            assertThat(client.exchange("ETRN slow.example"))
                    .isEqualTo("250 2.0.0 OK, queuing for node slow.example started");
            assertThat(client.exchange("ETRN @slow.example"))
                    .isEqualTo("252 2.0.0 OK, pending messages for node @slow.example started");
        }
    }

    @Test
    void nobodyElseShouldWaitWhileAQueueIsSlow() throws Exception {
        try (SmtpClient client = greeted(connect(gateway("slow.example", FROM_HERE)))) {
            client.send("ETRN slow.example", "NOOP", "QUIT");
            await().until(() -> !held.started.isEmpty());
            try (SmtpClient other = listeners.element().connect()) {
                assertThat(other.exchange("NOOP")).startsWith("250");
            }
            assertThat(client.hasReply()).isFalse();
            held.slow.complete(OptionalLong.of(1));
            assertThat(client.replies(3))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("253", "250", "221");
        }
    }

    @Test
    void thousandRefusalsShouldBeOneLineInTheLog() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(EtrnCommand.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        String[] commands = new String[1_000];
        Arrays.fill(commands, "ETRN closed.example");
        try (SmtpClient client = greeted(connect())) {
            client.send(commands);
            assertThat(client.replies(1_000)).allMatch(reply -> reply.startsWith("459"));
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage()).contains("from 127.0.0.1 may not ask for closed.example");
    }
}
