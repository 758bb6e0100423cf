// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that greets, or says what it can, with a megabyte or with what moves a cursor. */
@Timeout(30)
@Tag("O3")
class HostileGreetingTest extends ClientBench {
    private static final String EVIL = "\u001b[2J\0\u0007\u007f\u0085\u009b\u202e\u2028";
    private static final int MEGABYTE = 1_000_000;

    @ParameterizedTest
    @CsvSource({"(connection),220", "(connection),554", "EHLO,250", "EHLO,421", "STARTTLS,454", "RCPT,450"})
    void megabyteShouldBeNoReplyAndBeToldInAFewWords(String command, String code) throws Exception {
        String lines = code + "-" + "a".repeat(500) + "\r\n";
        for (String text : new String[] {
            code + " " + "a".repeat(MEGABYTE),
            lines.repeat(MEGABYTE / lines.length()) + code + " x",
            "\u001b".repeat(MEGABYTE)
        }) {
            server.on("EHLO", line -> "250-test\r\n250 STARTTLS").on(command, line -> text);

            NoAnswer none = none(BOB);

            assertThat(none.reason()).isEqualTo(Reason.REFUSED);
            assertThat(none.detail()).hasSizeLessThan(700).matches("\\p{Print}*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(connection)", "EHLO", "RCPT"})
    void refusalShouldBeToldInPrintableText(String command) throws Exception {
        server.on(command, line -> "421 " + EVIL);

        assertThat(none(BOB).detail()).contains("421 \\x1B[2J\\x00\\x07\\x7F").matches("\\p{Print}*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-%s\r\n250 %s", "250-x\r\n250-%s\r\n250 SIZE %s", "250-x\r\n250 AUTH %s"})
    void keywordsShouldBePrintable(String reply) throws Exception {
        server.on("(connection)", line -> "220 " + EVIL).on("EHLO", line -> reply.replace("%s", EVIL));

        assertThat(((Answered) ask(BOB)).keywords()).allMatch(keyword -> keyword.matches("\\p{Print}*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 a\rFORGED", "220 a\nFORGED", "\r\r", "\n"})
    void bareLineEndInAGreetingShouldBeNoReply(String greeting) throws Exception {
        server.on("(connection)", line -> greeting);

        assertThat(none(BOB).detail()).contains("not a reply of SMTP").matches("\\p{Print}*");
    }
}
