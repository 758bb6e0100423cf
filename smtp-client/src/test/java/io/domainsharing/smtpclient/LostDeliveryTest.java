// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.DeliveryOutcome.Contact;
import io.domainsharing.smtpclient.Envelope.Recipient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a delivery that ends before its end. */
@Timeout(60)
@Tag("D7")
class LostDeliveryTest extends DeliveryBench {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            (connection), GREETING, SILENT
            EHLO,         EHLO,     SILENT
            MAIL,         MAIL,     NONE
            RCPT,         RCPT,     NONE
            DATA,         DATA,     NONE
            (message),    CONTENT,  NONE
            """)
    void silenceAndALostConnectionShouldBeUnanswered(String command, Stage stage, Contact contact) {
        configure(Duration.ofMillis(400), null);
        server.on(command, line -> ScriptedSmtpServer.SILENCE);
        DeliveryOutcome silent = deliver(BOB);
        server.on(command, line -> ScriptedSmtpServer.CLOSE);
        DeliveryOutcome lost = deliver(BOB);

        assertThat(List.of(silent, lost)).allSatisfy(outcome -> {
            assertThat(told(outcome, BOB)).isEqualTo(stage + " unanswered");
            assertThat(outcome.contact()).isEqualTo(contact);
        });
    }

    @Test
    void hostWithoutAServerShouldRefuseTheConnection() {
        server.close();

        DeliveryOutcome outcome = deliver(BOB);

        assertThat(told(outcome, BOB)).isEqualTo("CONNECT unanswered");
        assertThat(outcome.contact()).isEqualTo(Contact.REFUSED);
    }

    @Test
    void recipientsWithRepliesOfTheirOwnShouldKeepThemWhenTheSessionIsLost() {
        server.on("RCPT", line -> line.contains("eve") ? "550 5.1.1 nobody" : "250 ok")
                .on("(message)", message -> ScriptedSmtpServer.CLOSE);

        DeliveryOutcome outcome = deliver(BOB, EVE);

        assertThat(told(outcome, EVE)).isEqualTo("RCPT 550 5.1.1 nobody");
        assertThat(told(outcome, BOB)).isEqualTo("CONTENT unanswered");
        assertThat(outcome.of(new Recipient(BOB, null, null)).toString()).contains("come twice");
    }

    @Test
    void serverThatTakesNothingOfTheMessageShouldBeLeftAfterTheStep() throws Exception {
        configure(Duration.ofMillis(500), null);
        // Says 354 and reads no further.
        CompletableFuture<Void> over = new CompletableFuture<>();
        server.on("DATA", line -> {
            server.sessions().get(0).say("354 go\r\n");
            over.join();
            return ScriptedSmtpServer.CLOSE;
        });

        DeliveryOutcome outcome =
                deliver(Envelope.of(SENDER, List.of(BOB)), content("A: b\r\n\r\n" + "x".repeat(1 << 25)));
        over.complete(null);

        assertThat(told(outcome, BOB)).isEqualTo("DATA unanswered");
        assertThat(outcome.results().toString()).contains("took nothing of the message for 500 ms");
    }

    @Test
    void messageThatCannotBeReadShouldNotArriveInPart() {
        Content broken = Content.of(BrokenStream::new);
        // Its octets are counted beforehand, and that fails; here the disk goes later.
        assertThat(told(deliver(Envelope.of(SENDER, List.of(BOB)), broken), BOB))
                .isEqualTo("DATA unanswered");
        assertThat(server.heard("MAIL")).isZero();
        boolean[] counted = {false};
        Content later = Content.of(() -> {
            if (counted[0]) {
                return broken.open();
            }
            counted[0] = true;
            return content(MESSAGE).open();
        });

        DeliveryOutcome outcome = deliver(Envelope.of(SENDER, List.of(BOB)), later);

        assertThat(told(outcome, BOB)).isEqualTo("DATA unanswered");
        assertThat(outcome.results().toString()).contains("the disk is gone");
        Awaitility.await().until(() -> server.open() == 0);
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void closeShouldEndWhatIsUnderWay() throws Exception {
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);
        configure(Duration.ofSeconds(50), null);
        CompletableFuture<DeliveryOutcome> underWay = CompletableFuture.supplyAsync(() -> deliver(BOB));
        Awaitility.await().until(() -> server.heard("RCPT") == 1);

        client.close();
        client.close();

        assertThat(told(underWay.get(10, TimeUnit.SECONDS), BOB)).isEqualTo("RCPT unanswered");
        assertThat(told(deliver(EVE), EVE)).endsWith("unanswered");
    }

    @Test
    void interruptShouldEndTheSession() throws Exception {
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);
        configure(Duration.ofSeconds(50), null);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> outcome.complete(told(deliver(BOB), BOB) + Thread.interrupted()));
        thread.start();
        Awaitility.await().until(() -> server.heard("RCPT") == 1);

        thread.interrupt();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("RCPT unansweredtrue");
        Awaitility.await().until(() -> server.open() == 0);
    }

    /** Gives one chunk, and no more. */
    private static final class BrokenStream extends InputStream {
        private boolean read;

        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            if (read) {
                throw new IOException("the disk is gone");
            }
            read = true;
            Arrays.fill(octets, offset, offset + length, (byte) 'x');
            return length;
        }
    }
}
