// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real James makes of a peer whose datagrams are lost, late, doubled, forged or wrong. */
@Tag("D2")
@ExtendWith(NoLeftovers.class)
class MisbehavingPeerIT {
    private static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        lyon = new OnePeerServer("lyon-misbehaving", "127.0.1.41", "127.0.1.42", xml -> {});
    }

    @AfterAll
    static void stop() {
        lyon.close();
    }

    /** Silence of one test must not count in the next: one good answer closes the breaker, and is waited for. */
    @AfterEach
    void calm() {
        lyon.peer.script(query -> query.status(3));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> lyon.rcpt("calm-" + System.nanoTime() + "@example.com") == 550);
    }

    @Test
    void ownerShouldBeFoundWhenTheFirstTwoDatagramsAreLost() {
        lyon.peer.script(query -> {
            if (query.attempt() == 3) {
                query.status(5);
            }
        });

        assertThat(lyon.rcpt("lossy@example.com")).isEqualTo(250);
        assertThat(lyon.peer.asked("lossy@example.com")).isEqualTo(3);
    }

    @Test
    void recipientShouldBeDeferredWhenEveryDatagramIsLost() {
        lyon.peer.script(query -> {});

        assertThat(lyon.rcpt("silence@example.com")).isEqualTo(451);
    }

    @Test
    void ownerShouldBeFoundWhenTheAnswerIsSlow() {
        lyon.peer.script(query -> query.after(Duration.ofMillis(250), () -> query.status(5)));

        assertThat(lyon.rcpt("slow@example.com")).isEqualTo(250);
    }

    @Test
    void ownerShouldBeFoundOnceWhenAnswersAreDoubled() {
        lyon.peer.script(query -> {
            query.status(5);
            query.status(5);
            query.status(3);
        });

        assertThat(lyon.rcpt("doubled@example.com")).isEqualTo(250);
        assertThat(lyon.rcpt("doubled-again@example.com")).isEqualTo(250);
    }

    @Test
    void forgedAnswerShouldBeIgnoredWhenItComesFromElsewhere() {
        lyon.peer.script(query -> {
            query.spoofed("127.0.1.43", query.mailbox() + " 5");
            query.spoofed("127.0.1.42", query.mailbox() + " 5");
            query.after(Duration.ofMillis(100), () -> query.status(3));
        });

        assertThat(lyon.rcpt("forged@example.com")).isEqualTo(550);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other@example.com 5", "5", "", "%s", "%s 9", "%s five", "%s  5x", "x%s 5"})
    void recipientShouldBeDeferredWhenTheAnswerIsNotAnAnswer(String datagram) {
        lyon.peer.script(query -> query.raw(datagram.replace("%s", query.mailbox())));

        assertThat(lyon.rcpt("rubbish-" + Integer.toHexString(datagram.hashCode()) + "@example.com"))
                .isEqualTo(451);
    }

    /** Cut after each of its characters: none of the pieces may pass for an answer, with or without the space. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 20, 21})
    void recipientShouldBeDeferredWhenTheAnswerIsTruncated(int length) {
        String recipient = String.format(java.util.Locale.ROOT, "cut-%05d", length) + "@example.com";
        lyon.peer.script(query -> {
            // A late question of an earlier test may be about a shorter address.
            if (query.mailbox().equals(recipient)) {
                query.raw((recipient + " 5").substring(0, length));
            }
        });

        assertThat(lyon.rcpt(recipient)).isEqualTo(451);
    }

    @Test
    void everyRecipientShouldGetItsOwnAnswerWhenTheyComeInReverseOrder() {
        List<ScriptedPeer.Query> held = new CopyOnWriteArrayList<>();
        lyon.peer.script(held::add);
        List<SmtpSession> sessions = new ArrayList<>();
        try {
            for (String recipient : List.of("first-yes", "second-no", "third-yes", "fourth-full")) {
                SmtpSession session = lyon.session();
                sessions.add(session);
                session.write("RCPT TO:<" + recipient + "@example.com>\r\n");
                Awaitility.await().until(() -> held.stream()
                        .anyMatch(query -> query.mailbox().startsWith(recipient)));
            }
            for (int i = held.size() - 1; i >= 0; i--) {
                String mailbox = held.get(i).mailbox();
                held.get(i).status(mailbox.contains("yes") ? 5 : mailbox.contains("no") ? 3 : 4);
            }

            assertThat(sessions.stream().map(session -> session.read().code())).containsExactly(250, 550, 250, 451);
        } finally {
            sessions.forEach(SmtpSession::close);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,451", "1,451", "2,451", "3,550", "4,451", "5,250"})
    @Tag("M1")
    void codeShouldDecideTheReply(int digit, int reply) {
        lyon.peer.script(query -> query.status(digit));

        assertThat(lyon.rcpt("digit-" + digit + "@example.com")).isEqualTo(reply);
    }

    @Test
    void localRecipientShouldBeAcceptedWhenThePeerIsSilent() {
        lyon.peer.script(query -> {});
        // Not an account: for those the account guard asks, before and some seconds after.
        String mapped = "mapped-here@example.com";
        lyon.james.webAdmin().send("POST", "/mappings/address/" + mapped + "/targets/" + OnePeerServer.LOCAL, "");

        assertThat(lyon.rcpt(mapped)).isEqualTo(250);
        assertThat(lyon.peer.asked(mapped)).isZero();
    }

    @Test
    @Tag("M2")
    void queriesShouldCarryTheDigestOfThePeersSecret() {
        lyon.rcpt("with-digest@example.com");

        assertThat(lyon.peer.queries())
                .filteredOn(query -> query.startsWith("with-digest@example.com"))
                .allSatisfy(query -> assertThat(query).matches("\\S+ d=[A-Za-z0-9+/]{22}==( \\S+)*"));
    }

    @Test
    @Tag("D1")
    void mailShouldBeHandedToAPeerThatIsNotJames() {
        lyon.peer.script(query -> query.status(5));

        try (SmtpSession session = lyon.session()) {
            assertThat(session.rcpt("abroad@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("abroad")).code()).isEqualTo(250);
        }

        Awaitility.await().until(() -> lyon.peer.sink().mails().size() == 1);
        SmtpSink.Mail mail = lyon.peer.sink().mails().get(0);
        assertThat(mail.sender()).isEqualTo("ann@example.net");
        assertThat(mail.recipients()).containsExactly("abroad@example.com");
        assertThat(mail.content()).contains("Subject: abroad").contains("X-Domain-Sharing");
    }

    @Test
    @Tag("D3")
    void cachedOwnerShouldNotBeAskedForAgain() {
        lyon.peer.script(query -> query.status(5));

        assertThat(lyon.rcpt("asked-once@example.com")).isEqualTo(250);
        lyon.peer.script(query -> {});
        assertThat(lyon.rcpt("asked-once@example.com")).isEqualTo(250);

        assertThat(lyon.peer.asked("asked-once@example.com")).isEqualTo(1);
    }
}
