// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.smtpclient.DeliveryOutcome.Contact;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message, one server: what is said, and what each reply and each silence comes to. */
@Timeout(60)
@Tag("D7")
class SmtpDeliveryTest extends DeliveryBench {
    @Test
    void messageShouldBeDeliveredByOneTransaction() {
        DeliveryOutcome outcome = deliver(BOB, EVE);

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(told(outcome, EVE)).isEqualTo("delivered");
        assertThat(outcome.contact()).isEqualTo(Contact.HEARD);
        assertThat(server.messages()).containsExactly(MESSAGE);
        Awaitility.await().untilAsserted(() -> assertThat(server.heard())
                .containsExactly(
                        "EHLO paris.example.net",
                        "MAIL FROM:<alice@example.com>",
                        "RCPT TO:<bob@example.com>",
                        "RCPT TO:<eve@example.com>",
                        "DATA",
                        "QUIT"));
    }

    @Test
    void nullSenderShouldBeSaidAsSuch() {
        deliver(Envelope.of("", List.of(BOB)), content(MESSAGE));

        assertThat(server.heard()).contains("MAIL FROM:<>");
    }

    @Test
    void mailAndRecipientsShouldGoTogetherWhereThatIsOffered() {
        // Says nothing before it has heard all three.
        server.on("MAIL", line -> "").on("RCPT", line -> line.contains("eve") ? "250 ok\r\n250 ok\r\n550 no" : "");

        DeliveryOutcome outcome = deliver(BOB, EVE);

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(told(outcome, EVE)).isEqualTo("RCPT 550 no");
    }

    @Test
    void eachCommandShouldWaitForItsReplyWherePipeliningIsNotOffered() {
        offers("8BITMIME");
        server.on("MAIL", line -> server.heard("RCPT") == 0 ? "250 ok" : "503 too early")
                .on("RCPT", line -> line.contains("eve") || server.heard("RCPT") == 1 ? "250 ok" : "503 too early");

        assertThat(told(deliver(BOB, EVE), EVE)).isEqualTo("delivered");
    }

    @Test
    void recipientsShouldBeSentInGroupsThatFitAnyBuffer() {
        String[] many = new String[Transaction.MOST_AT_ONCE * 2 + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "user" + i + "@example.com";
        }

        DeliveryOutcome outcome = deliver(many);

        assertThat(many).allSatisfy(user -> assertThat(told(outcome, user)).isEqualTo("delivered"));
        assertThat(server.heard("DATA")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            (connection) | 554 5.7.1 not you       | GREETING 554 5.7.1 not you
            (connection) | 421 4.3.2 not now       | GREETING 421 4.3.2 not now
            HELO         | 504 5.5.2 which name    | EHLO 504 5.5.2 which name
            MAIL         | 550 5.7.1 not you       | MAIL 550 5.7.1 not you
            MAIL         | 452 4.3.1 no room       | MAIL 452 4.3.1 no room
            MAIL         | 421 4.3.2 going down    | MAIL 421 4.3.2 going down
            RCPT         | 550 5.1.1 nobody        | RCPT 550 5.1.1 nobody
            RCPT         | 452 4.2.2 full          | RCPT 452 4.2.2 full
            DATA         | 554 5.6.0 no            | DATA 554 5.6.0 no
            DATA         | 250 what                | DATA 250 what
            (message)    | 552 5.3.4 too large     | CONTENT 552 5.3.4 too large
            (message)    | 451 4.3.0 later         | CONTENT 451 4.3.0 later
            """)
    void replyShouldBeToldWithWhatItAnswers(String command, String reply, String told) {
        server.on("EHLO", line -> command.equals("HELO") ? "500 what" : "250-x\r\n250 PIPELINING")
                .on(command, line -> reply);

        DeliveryOutcome outcome = deliver(BOB);

        assertThat(told(outcome, BOB)).isEqualTo(told);
        assertThat(outcome.contact()).isEqualTo(Contact.HEARD);
    }

    @Test
    void messageShouldNotBeSentWhenNoRecipientIsTaken() {
        server.on("RCPT", line -> "550 5.1.1 nobody");

        deliver(BOB, EVE);

        assertThat(server.heard("DATA")).isZero();
    }

    @Test
    void serverThatHasEnoughOfAMessageShouldBeHeardBeforeItsEnd() {
        server.on("DATA", line -> "354 go\r\n552 5.3.4 enough" + ScriptedSmtpServer.SILENCE);

        DeliveryOutcome outcome =
                deliver(Envelope.of(SENDER, List.of(BOB)), content("A: b\r\n\r\n" + "x".repeat(1 << 21)));

        assertThat(told(outcome, BOB)).isEqualTo("CONTENT 552 5.3.4 enough");
    }

    @Test
    void largeMessageShouldArriveOctetForOctet() {
        String message = "A: b\r\n\r\n" + ".line\r\n".repeat(600_000);

        deliver(Envelope.of(SENDER, List.of(BOB)), content(message));

        assertThat(server.messages()).hasSize(1);
        assertThat(server.messages().get(0)).hasSize(message.length() + 600_000).endsWith("\r\n..line\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nRCPT TO:<x@y.example>", "a\0", "a\u007f", "\u00e9", "\u760d\u760a"})
    void lineShouldNotBeMadeOfWhatIsNoLine(String text) {
        assertThatThrownBy(() -> new CommandLine(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0085", "a\nb", "\ud800"})
    void lineOfUtf8ShouldHaveNoControlCharactersEither(String text) {
        assertThatThrownBy(() -> new CommandLine(text, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\\rb\"@example.com", "a@b\r\n", "a b@example.com", "a@"})
    void envelopeShouldNotBeMadeOfWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> Envelope.of(SENDER, List.of(address))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.of(address, List.of(BOB))).isInstanceOf(IllegalArgumentException.class);
    }
}
