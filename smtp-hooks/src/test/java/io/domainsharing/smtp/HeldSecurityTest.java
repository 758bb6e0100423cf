// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** AUTH and STARTTLS around an RCPT that waits for its verdict. */
class HeldSecurityTest extends DeferredRcptFixture {
    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0ann@example.com\0secret".getBytes(StandardCharsets.US_ASCII));

    @Test
    void authShouldWorkWhenItIsHeld() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "AUTH PLAIN " + PLAIN, "RCPT TO:<grace@example.com>", "NOOP");
            answer("frank@example.com", NOBODY);
            answer("grace@example.com", NOBODY);
            assertThat(client.replies(4))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "235", "550", "250");
            client.send("RCPT TO:<heidi@example.com>", "NOOP");
            answer("heidi@example.com", NOBODY);
            assertThat(client.replies(2))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "250");
        }
    }

    @Test
    void linesShouldStillBeHeldWhenAuthWasReplayed() throws Exception {
        try (SmtpClient client = listener.connect().greet();
                SmtpClient other = listener.connect()) {
            client.send("RCPT TO:<frank@example.com>", "AUTH PLAIN " + PLAIN, "RCPT TO:<grace@example.com>");
            answer("frank@example.com", NOBODY);
            awaitQuestion("grace@example.com");
            client.send("NOOP");
            for (int i = 0; i < 100; i++) {
                assertThat(other.exchange("NOOP")).startsWith("250");
            }
            answer("grace@example.com", NOBODY);
            assertThat(client.replies(4))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "235", "550", "250");
        }
    }

    @Test
    void authDialogueShouldWorkWhenItsCommandIsHeld() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "AUTH PLAIN");
            answer("frank@example.com", NOBODY);
            assertThat(client.replies(2))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "334");
            assertThat(client.exchange(PLAIN)).startsWith("235");
            assertThat(client.exchange("NOOP")).startsWith("250");
        }
    }

    @Test
    void sessionShouldEndWhenCredentialsComeBefore334() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "AUTH PLAIN", PLAIN, "NOOP");
            answer("frank@example.com", NOBODY);
            assertThat(client.codesUntilClosed())
                    .startsWith("550", "334", "503")
                    .isSubsetOf("550", "334", "503", "reset");
        }
    }

    @Test
    void authShouldWorkWhenSentAfterADeferral() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            answer("frank@example.com", ON_PEER);
            assertThat(client.reply()).startsWith("250");
            assertThat(client.exchange("AUTH PLAIN " + PLAIN)).startsWith("235");
            client.send("RCPT TO:<grace@example.com>", "DATA");
            answer("grace@example.com", ON_PEER);
            assertThat(client.replies(2))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "354");
            client.send(".");
            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void deferralShouldWorkWhenTlsWasStartedBefore() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("STARTTLS")).startsWith("220");
            client.startTls();
            client.greet();
            client.send("RCPT TO:<frank@example.com>", "NOOP");
            answer("frank@example.com", NOBODY);
            assertThat(client.replies(2))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "250");
        }
    }

    @Test
    void startTlsShouldWorkWhenSentAfterADeferral() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (SmtpClient client = listener.connect().greet()) {
                client.send("RCPT TO:<frank@example.com>");
                answer("frank@example.com", NOBODY);
                assertThat(client.reply()).startsWith("550");
                assertThat(client.exchange("STARTTLS")).startsWith("220");
                client.startTls();
                assertThat(client.greet().exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            }
        }
    }

    @Test
    void sessionShouldEndInTheClearWhenStartTlsIsHeld() throws Exception {
        await().until(this::sessionEndsAsStartTlsIsHeld);
    }

    /** False where the answer came before the server had read STARTTLS, which then was not held: chance decides. */
    private boolean sessionEndsAsStartTlsIsHeld() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            awaitQuestion("frank@example.com");
            client.send("STARTTLS");
            answer("frank@example.com", NOBODY);
            assertThat(client.reply()).startsWith("550");
            String next = client.reply();
            if (next.startsWith("220")) {
                return false;
            }
            assertThat(next).matches("503.*|closed");
            assertThat(client.codesUntilClosed()).isEmpty();
            return true;
        }
    }
}
