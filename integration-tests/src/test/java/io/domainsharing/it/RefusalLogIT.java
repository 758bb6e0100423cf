// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What refused commands cost in James's log, with the {@code logback.xml} of james-conf. */
@BesideOthers
@Tag("O3")
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class RefusalLogIT {
    private static final int RECIPIENTS = 2_000;
    /** One a second, and some lines for the session itself. */
    private static final int MOST_LINES = 60 + 6;
    /** The line of docs/troubleshooting.md and what the logger puts in front of it. */
    private static final int LONGEST_LINE = 210;

    private OnePeerServer lyon;

    @BeforeAll
    void start() {
        lyon = new OnePeerServer("lyon-refusals", "127.0.2.95", "127.0.2.96", xml -> {}, conf -> {
            conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "unshared.example"));
            conf.shippedLog();
        });
    }

    @AfterAll
    void stop() {
        lyon.close();
    }

    @Test
    void manyUnknownRecipientsShouldCostABoundedNumberOfShortLinesAndOneThatCountsTheRest() {
        int before = lyon.james.log().length();
        try (SmtpSession guesser = from("127.0.2.97")) {
            for (int i = 0; i < RECIPIENTS; i++) {
                assertThat(guesser.rcpt("guess" + i + "@example.com").code()).isEqualTo(550);
            }
        }
        try (SmtpSession other = from("127.0.2.98")) {
            assertThat(other.rcpt("mistyped@example.com").code()).isEqualTo(550);
        }

        await().untilAsserted(() -> assertThat(since(before)).anyMatch(line -> line.contains("mistyped@example.com")));
        List<String> lines = since(before);
        assertThat(lines).hasSizeLessThan(MOST_LINES);
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE));
        assertThat(lines)
                .filteredOn(line -> line.contains("guess0@example.com"))
                .hasSize(1);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(since(before))
                .filteredOn(line -> line.endsWith("1,940 more refused or put off from 127.0.2.97"))
                .hasSize(1));
    }

    @Test
    void everyKindOfRefusalShouldCountAgainstTheSameBound() {
        List<String> commands = List.of(
                "RCPT TO:<nobody@unshared.example>",
                "RCPT TO:<somebody@elsewhere.example>",
                "RCPT TO:unbracketed" + "x".repeat(500),
                "RCPT TO:<" + "x".repeat(900) + "@example.com>",
                "RCPT TO:<\"a\u001b\"@example.com>",
                "RCPT TO:<@>",
                "VRFY nobody@example.com");
        int before = lyon.james.log().length();
        try (SmtpSession session = from("127.0.2.99")) {
            for (int i = 0; i < 50; i++) {
                for (String command : commands) {
                    assertThat(session.send(command).code()).isNotEqualTo(250);
                }
            }
            session.send("RSET");
            for (int i = 0; i < 50; i++) {
                assertThat(session.mail("nobody@example.com").code()).isEqualTo(550);
                assertThat(session.send("MAIL FROM:unbracketed").code()).isEqualTo(501);
            }
        }
        try (SmtpSession last = from("127.0.2.100")) {
            assertThat(last.rcpt("last-of-all@example.com").code()).isEqualTo(550);
        }

        await().untilAsserted(
                        () -> assertThat(since(before)).anyMatch(line -> line.contains("last-of-all@example.com")));
        assertThat(since(before)).hasSizeLessThan(MOST_LINES).allSatisfy(line -> assertThat(line)
                .hasSizeLessThan(LONGEST_LINE)
                .matches("\\p{Print}*"));
        assertThat(since(before))
                .anyMatch(line -> line.contains("rcpt <nobody@unshared.example>"))
                .anyMatch(line -> line.contains("rcpt <somebody@elsewhere.example>"));
    }

    @Test
    void messageIdThatMovesTheCursorShouldReachNoLine() {
        int before = lyon.james.log().length();
        try (SmtpSession session = from("127.0.2.103")) {
            assertThat(session.rcpt(OnePeerServer.LOCAL).code()).isEqualTo(250);
            assertThat(session.data("Message-ID: <\u001b[2J\u0007\u007f\u009b@x>\nSubject: bell\n\nhello\n")
                            .code())
                    .isEqualTo(250);
        }

        // The last line of its way, so that none of it stands among those of another test.
        await().untilAsserted(() -> assertThat(since(before)).anyMatch(line -> line.contains("Local delivered mail")));
        assertThat(since(before))
                .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]"));
    }

    private SmtpSession from(String client) {
        SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress(), client);
        session.ehlo();
        session.mail("ann@example.net");
        return session;
    }

    // James 3.9 has an audit of its own, which tells each recipient that it does not know, and each mail that is
    // delivered.
    private List<String> since(int before) {
        return lyon.james
                .log()
                .substring(before)
                .lines()
                .filter(line -> !line.contains("AuditTrail - "))
                .toList();
    }
}
