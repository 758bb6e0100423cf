// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lines that arrive just while the gate opens. Were it to open before its last answer has passed the channel, the reply to
 * the next line, written on the event loop at once, would overtake that answer.
 */
class ReplyOrderTest {
    private static final int ROUNDS = 1_000;

    private SmtpListener listener;

    /** Every question is answered by another thread, about as soon as it is asked. */
    private static final class AnsweredElsewhere implements Ownership {
        private final Ownership local = new InMemoryOwnership();

        @Override
        public Optional<Verdict> known(MailAddress address) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Verdict> resolve(MailAddress address) {
            return CompletableFuture.supplyAsync(Verdict.Nobody::new);
        }

        @Override
        public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
            return resolve(address);
        }

        @Override
        public Verdict local(MailAddress address) {
            return local.local(address);
        }

        @Override
        public void disown(MailAddress address, PeerName peer) {}
    }

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(new AnsweredElsewhere());
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void repliesShouldKeepTheOrderWhenCommandsFollowADeferralClosely() throws Exception {
        Random random = new Random(4069);
        try (SmtpClient client = listener.connect().greet()) {
            for (int i = 0; i < ROUNDS; i++) {
                String recipient = "user" + i + "@example.com";
                client.send("RCPT TO:<" + recipient + ">");
                spin(random.nextInt(200_000));
                client.send("VRFY x", "NOOP");
                spin(random.nextInt(50_000));
                client.send("HELP");

                assertThat(client.reply()).isEqualTo("550 5.1.1 Unknown user: " + recipient);
                assertThat(client.replies(3))
                        .extracting(reply -> reply.substring(0, 3))
                        .containsExactly("502", "250", "502");
            }
        }
    }

    @Test
    void repliesShouldKeepTheOrderWhenTheClientNeverWaits() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            for (int i = 0; i < ROUNDS; i++) {
                client.send("RCPT TO:<user" + i + "@example.com>");
                client.send("NOOP");
                if (i % 50 == 49) {
                    for (int j = i - 49; j <= i; j++) {
                        assertThat(client.reply()).isEqualTo("550 5.1.1 Unknown user: user" + j + "@example.com");
                        assertThat(client.reply()).startsWith("250");
                    }
                }
            }
        }
    }

    private static void spin(int nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
