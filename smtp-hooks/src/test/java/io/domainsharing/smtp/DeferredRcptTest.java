// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.Test;

class DeferredRcptTest extends DeferredRcptFixture {
    @Test
    void rcptShouldBeAnsweredWhenTheVerdictArrives() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            answer("frank@example.com", ON_PEER);
            assertThat(client.reply()).startsWith("250 2.1.5");
            client.send("RCPT TO:<nobody@example.com>");
            answer("nobody@example.com", NOBODY);
            assertThat(client.reply()).isEqualTo("550 5.1.1 Unknown user: nobody@example.com");
            assertThat(client.exchange("NOOP")).startsWith("250");
            assertThat(client.exchange("QUIT")).startsWith("221");
        }
    }

    @Test
    void rcptShouldBeAnsweredWithoutAskingWhenTheVerdictIsKnown() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250 2.1.5");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void repliesShouldKeepTheOrderWhenKnownAndUnknownRecipientsArePipelined() throws Exception {
        List<String> commands = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean known = i % 3 == 0;
            if (known) {
                ownership.know("known" + i + "@example.com", LOCAL);
            }
            commands.add("RCPT TO:<" + (known ? "known" : "asked") + i + "@example.com>");
            expected.add(known || i % 2 == 0 ? "250" : "550");
        }
        try (SmtpClient client = listener.connect().greet()) {
            client.send(commands.toArray(String[]::new));
            for (int i = 0; i < 50; i++) {
                if (i % 3 != 0) {
                    answer("asked" + i + "@example.com", i % 2 == 0 ? ON_PEER : NOBODY);
                }
            }
            List<String> replies = client.replies(50);
            assertThat(replies).extracting(reply -> reply.substring(0, 3)).isEqualTo(expected);
            for (int i = 0; i < 50; i++) {
                assertThat(replies.get(i)).contains((i % 3 == 0 ? "known" : "asked") + i + "@example.com");
            }
        }
    }

    @Test
    void messageShouldBeTakenWhenMailRcptAndDataComeInOneWrite() throws Exception {
        try (SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            for (int round = 1; round <= 3; round++) {
                client.send("MAIL FROM:<x@elsewhere.example>", "RCPT TO:<frank@example.com>", "DATA");
                answer("frank@example.com", ON_PEER);
                assertThat(client.replies(3))
                        .extracting(reply -> reply.substring(0, 3))
                        .containsExactly("250", "250", "354");
                client.send("Subject: hello", "", "hello", ".");
                assertThat(client.reply()).startsWith("250");
                assertThat(listener.messages).hasSize(round);
            }
            assertThat(client.exchange("NOOP")).startsWith("250");
        }
    }

    @Test
    void sessionShouldEndWhenMessageLinesComeBefore354() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "DATA", "Subject: hello", "", "hello", ".");
            awaitQuestion("frank@example.com");
            client.send("NOOP");
            answer("frank@example.com", ON_PEER);
            assertThat(client.replies(3))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "354", "503");
            assertThat(client.codesUntilClosed()).isSubsetOf("reset");
            assertThat(listener.messages).isEmpty();
        }
    }

    @Test
    void sessionShouldEndWhenQuitIsHeld() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "QUIT", "NOOP", "NOOP");
            answer("frank@example.com", NOBODY);
            assertThat(client.codesUntilClosed()).startsWith("550", "221").isSubsetOf("550", "221", "reset");
        }
    }

    @Test
    void heldLinesShouldBeDroppedWhenTheClientHasGone() throws Exception {
        try (SmtpListener oneThread =
                new SmtpListener(ownership, new BaseHierarchicalConfiguration(), new ReplayPool(1, 10))) {
            SmtpClient gone = oneThread.connect().greet();
            gone.send("RCPT TO:<frank@example.com>", "RCPT TO:<grace@example.com>");
            awaitQuestion("frank@example.com");
            gone.close();
            await().until(() -> oneThread.disconnects.get() == 1);
            answer("frank@example.com", NOBODY);

            // The one thread is free again only when it is done with the session that has gone.
            try (SmtpClient other = oneThread.connect().greet()) {
                other.send("RCPT TO:<heidi@example.com>");
                answer("heidi@example.com", ON_PEER);
                assertThat(other.reply()).startsWith("250");
            }
            assertThat(oneThread.recipientsOfHooks).containsExactly(address("heidi@example.com"));
            assertThat(ownership.asked()).doesNotContain(address("grace@example.com"));
        }
    }

    @Test
    void sessionShouldEndWhenMoreThanAThousandLinesAreHeld() throws Exception {
        assertThat(codesAfter(Collections.nCopies(SessionDeferral.MAX_LINES + 1, "NOOP")))
                .startsWith("421");
    }

    @Test
    void sessionShouldGoOnWhenAThousandLinesAreHeld() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            client.send(Collections.nCopies(SessionDeferral.MAX_LINES, "NOOP").toArray(String[]::new));
            answer("frank@example.com", NOBODY);
            assertThat(client.reply()).startsWith("550");
            assertThat(client.replies(SessionDeferral.MAX_LINES)).allMatch(reply -> reply.startsWith("250"));
        }
    }

    @Test
    void sessionShouldEndWhenMoreThan64KiBAreHeld() throws Exception {
        assertThat(codesAfter(Collections.nCopies(66, "NOOP " + "x".repeat(1_000))))
                .startsWith("421");
    }

    private List<String> codesAfter(List<String> held) throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            awaitQuestion("frank@example.com");
            client.send(held.toArray(String[]::new));
            return client.codesUntilClosed();
        }
    }

    @Test
    void restOfTheQueueShouldWaitWhenAReplayedRcptIsDeferredToo() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>", "RCPT TO:<grace@example.com>", "NOOP");
            answer("frank@example.com", NOBODY);
            assertThat(client.reply()).startsWith("550");
            awaitQuestion("grace@example.com");
            assertThat(client.hasReply()).isFalse();
            answer("grace@example.com", ON_PEER);
            assertThat(client.replies(2))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250");
        }
    }

    @Test
    void localRecipientShouldBeAnsweredWhileTwoHundredSessionsWait() throws Exception {
        List<SmtpClient> waiting = new ArrayList<>();
        try (SmtpClient client = listener.connect().greet()) {
            for (int i = 0; i < 200; i++) {
                SmtpClient one = listener.connect().greet();
                waiting.add(one);
                one.send("RCPT TO:<frank" + i + "@example.com>");
            }
            await().until(() -> ownership.asked().size() == 200);
            for (int i = 0; i < 100; i++) {
                assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            }
            assertThat(IntStream.range(0, 200))
                    .allMatch(i -> ownership.isPending(address("frank" + i + "@example.com")));
            for (int i = 0; i < 200; i++) {
                ownership.complete("frank" + i + "@example.com", NOBODY);
                assertThat(waiting.get(i).reply()).startsWith("550");
            }
        } finally {
            for (SmtpClient one : waiting) {
                one.close();
            }
        }
    }

    @Test
    void sessionShouldEndWith421WhenNoThreadCanReplay() throws Exception {
        ReplayPool closed = new ReplayPool(1, 1);
        closed.close();
        try (SmtpListener full = new SmtpListener(ownership, new BaseHierarchicalConfiguration(), closed);
                SmtpClient client = full.connect().greet()) {
            client.send("RCPT TO:<frank@example.com>");
            answer("frank@example.com", NOBODY);
            assertThat(client.reply()).startsWith("421 4.3.0");
            assertThat(client.reply()).isEqualTo("closed");
        }
    }
}
