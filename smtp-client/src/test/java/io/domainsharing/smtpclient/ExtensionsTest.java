// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.Envelope.Recipient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIZE, 8BITMIME, SMTPUTF8 and DSN: said where they are offered, and what follows where they are not. */
@Timeout(60)
@Tag("D7")
class ExtensionsTest extends DeliveryBench {
    private static final String MUELLER = "m\u00fcller@example.com";
    private static final String EIGHT_BIT = "A: b\r\n\r\n\u00e9\r\n";

    private String heard(String command) {
        return server.heard().stream()
                .filter(line -> line.startsWith(command))
                .findFirst()
                .orElse("");
    }

    @Test
    void sizeShouldBeSaidWithoutBccAndDoubledDots() {
        offers("SIZE");

        deliver(Envelope.of(SENDER, List.of(BOB)), content("Bcc: c@example.com\nA: b\n\n.\n"));

        assertThat(heard("MAIL")).isEqualTo("MAIL FROM:<alice@example.com> SIZE=11");
    }

    @Test
    void messageBeyondTheAnnouncedLimitShouldNotBeSent() {
        offers("SIZE " + (MESSAGE.length() - 1));

        assertThat(told(deliver(BOB), BOB)).startsWith("unsendable 552 5.3.4");
        assertThat(server.heard("MAIL")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE lots", "SIZE 99999999999999999999999", "SIZE " + 24})
    void messageWithinTheLimitShouldBeSent(String keyword) {
        assertThat(MESSAGE).hasSize(24);
        offers(keyword);

        assertThat(told(deliver(BOB), BOB)).isEqualTo("delivered");
    }

    @Test
    void eightBitShouldBeSaidWhereItIsOffered() {
        offers("8BITMIME");

        deliver(Envelope.of(SENDER, List.of(BOB)), content(EIGHT_BIT));
        deliver(BOB);

        assertThat(server.heard())
                .containsSubsequence("MAIL FROM:<alice@example.com> BODY=8BITMIME", "MAIL FROM:<alice@example.com>");
        assertThat(server.messages()).containsExactly(EIGHT_BIT, MESSAGE);
    }

    @Test
    void messageShouldBeConvertedWhereEightBitIsNotOffered() {
        offers("HELP");
        Content convertible = new Content(content(EIGHT_BIT)::open, () -> content(MESSAGE));

        deliver(Envelope.of(SENDER, List.of(BOB)), convertible);

        assertThat(server.messages()).containsExactly(MESSAGE);
        assertThat(heard("MAIL")).isEqualTo("MAIL FROM:<alice@example.com>");
    }

    @Test
    void headersInEightBitShouldBeNoReasonToConvert() {
        offers("HELP");
        String headers = "A: \u00e9\r\n\r\nbody\r\n";

        deliver(
                Envelope.of(SENDER, List.of(BOB)),
                new Content(content(headers)::open, () -> content("A: converted\r\n\r\n")));

        assertThat(server.messages()).containsExactly(headers);
    }

    @Test
    void addressBeyondAsciiShouldGoWithSmtputf8() {
        offers("SMTPUTF8", "8BITMIME");

        DeliveryOutcome outcome = deliver(MUELLER);

        assertThat(told(outcome, MUELLER)).isEqualTo("delivered");
        assertThat(heard("MAIL")).isEqualTo("MAIL FROM:<alice@example.com> SMTPUTF8");
        // The scripted server reads octets one by one.
        assertThat(heard("RCPT")).isEqualTo("RCPT TO:<m\u00c3\u00bcller@example.com>");
    }

    @Test
    void addressBeyondAsciiShouldNotBeSentWhereSmtputf8IsNotOffered() {
        DeliveryOutcome outcome = deliver(BOB, MUELLER);

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(told(outcome, MUELLER)).startsWith("unsendable 553 5.6.7");
        assertThat(server.heard("RCPT")).isEqualTo(1);
    }

    @Test
    void senderBeyondAsciiShouldBeSentToNobodyWhereSmtputf8IsNotOffered() {
        DeliveryOutcome outcome = deliver(Envelope.of(MUELLER, List.of(BOB)), content(MESSAGE));

        assertThat(told(outcome, BOB)).startsWith("unsendable 553 5.6.7");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void domainBeyondAsciiShouldGoAsAsciiLabels() {
        String bob = "bob@b\u00fccher.example";

        DeliveryOutcome outcome = deliver(bob);

        assertThat(told(outcome, bob)).isEqualTo("delivered");
        assertThat(heard("RCPT")).isEqualTo("RCPT TO:<bob@xn--bcher-kva.example>");
    }

    @Test
    void notificationParametersShouldGoWithEachRecipientWhereTheyAreOffered() {
        offers("DSN", "PIPELINING");
        Recipient bob = new Recipient(BOB, "SUCCESS,DELAY", "bob+2Btag@example.com");
        Recipient eve = new Recipient("eve@example.com", "NEVER", "eve+tag=1@example.com");

        deliver(new Envelope(SENDER, List.of(bob, eve), "HDRS", "QQ314159"), content(MESSAGE));

        assertThat(server.heard())
                .contains(
                        "MAIL FROM:<alice@example.com> RET=HDRS ENVID=QQ314159",
                        "RCPT TO:<bob@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+2Btag@example.com",
                        "RCPT TO:<eve@example.com> NOTIFY=NEVER ORCPT=rfc822;eve+2Btag+3D1@example.com");
    }

    @Test
    void notificationParametersShouldBeLeftOutWhereTheyAreNotOfferedOrNoParameters() {
        Recipient bob = new Recipient(BOB, "NEVER", "b\u00f6b@example.com");

        deliver(new Envelope(SENDER, List.of(bob), "FULL", "QQ314159"), content(MESSAGE));
        offers("DSN");
        deliver(new Envelope(SENDER, List.of(bob), null, "two words"), content(MESSAGE));

        assertThat(server.heard())
                .contains("MAIL FROM:<alice@example.com>", "RCPT TO:<bob@example.com>")
                .contains("RCPT TO:<bob@example.com> NOTIFY=NEVER")
                .noneMatch(line -> line.contains("ENVID") || line.contains("ORCPT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH LOGIN PLAIN", "AUTH=PLAIN"})
    void loginShouldBeDoneWhereItIsOffered(String keyword) {
        configure(Duration.ofSeconds(5), new Credentials("paris", "s3cret", Credentials.MECHANISMS));
        offers(keyword);
        server.on("AUTH", line -> line.equals("AUTH PLAIN AHBhcmlzAHMzY3JldA==") ? "235 welcome" : "535 no");

        assertThat(told(deliver(BOB), BOB)).isEqualTo("delivered");
        assertThat(server.heard("AUTH")).isEqualTo(1);
    }

    @Test
    void loginShouldBeDoneByTheOtherMechanismWhereTheFirstIsNotOffered() {
        configure(Duration.ofSeconds(5), new Credentials("paris", "s3cret", Credentials.MECHANISMS));
        offers("AUTH LOGIN");
        // The user and the password, as the scripted server folds what it takes for commands.
        server.on("AUTH", line -> "334 VXNlcm5hbWU6")
                .on("CGFYAXM=", line -> "334 UGFzc3dvcmQ6")
                .on("CZNJCMV0", line -> "235 welcome");

        assertThat(told(deliver(BOB), BOB)).isEqualTo("delivered");
        assertThat(server.heard()).contains("AUTH LOGIN", "cGFyaXM=", "czNjcmV0");
    }

    @Test
    void refusedLoginShouldBeToldAsSuch() {
        configure(Duration.ofSeconds(5), new Credentials("paris", "wrong", Credentials.MECHANISMS));
        offers("AUTH PLAIN");
        server.on("AUTH", line -> "535 5.7.8 no");

        assertThat(told(deliver(BOB), BOB)).isEqualTo("AUTH 535 5.7.8 no");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void mailShouldGoWithoutLoginWhereNoneIsOffered() {
        configure(Duration.ofSeconds(5), new Credentials("paris", "s3cret", Credentials.MECHANISMS));

        assertThat(told(deliver(BOB), BOB)).isEqualTo("delivered");
        assertThat(server.heard("AUTH")).isZero();
    }
}
