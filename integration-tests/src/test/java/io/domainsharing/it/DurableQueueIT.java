// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.DurableServer.ALICE;
import static io.domainsharing.it.DurableServer.takenBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queues are ActiveMQ's, below the server's folder. */
@BesideOthers
@Tag("L2")
@Tag("P1")
class DurableQueueIT extends DurableQueues {
    DurableQueueIT() {
        super(DurableServer.onActiveMq("paris-durable", "127.0.9."));
    }

    @Test
    void noTemporaryFileShouldBeLeftWhenItIsSeenWhatWaitsNorWhenItIsFoundAtAStart() {
        // James holds the content of a message in memory up to 100 KB.
        String padding = "x".repeat(70) + '\n';
        servers.handIn(30, "seen", "late-seen@example.com", padding.repeat(2_000));
        servers.awaitWaiting("osaka", 30);
        assertThatSixLooksLeaveNothing();

        paris.kill();
        paris.start();

        servers.awaitWaiting("osaka", 30);
        assertThatSixLooksLeaveNothing();
        servers.osakasGate.open();
        servers.awaitWaiting("osaka", 0);
        assertThat(takenBy(servers.osaka, "seen")).hasSize(30);
    }

    @Test
    void addressThatTheQueueWouldCutShouldBeRefused() {
        try (SmtpSession session = SmtpSession.connect(paris.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.send("MAIL FROM:<\"a;b\"@elsewhere.example>").toString())
                    .startsWith("501 5.1.7 ");
            assertThat(session.send("MAIL FROM:<a@elsewhere.example>").code()).isEqualTo(250);
            assertThat(session.send("RCPT TO:<\"a;b\"@example.com>").toString()).startsWith("553 5.1.3 ");
        }
    }

    @Test
    void oneMailShouldBeReturnedAndAnotherTriedWithoutTheOthers() {
        waitBetweenTries("1 hour");
        try {
            orderOneByOne();
        } finally {
            waitBetweenTries(Sharing.DELAY_TIME);
        }
    }

    private void waitBetweenTries(String delayTime) {
        paris.conf().edit("domainsharing.xml", xml -> xml.set("delivery/delayTime", delayTime));
        paris.restart();
    }

    private void orderOneByOne() {
        String mails = "/domain-sharing/peers/osaka/mails";
        servers.osakasGate.open();
        servers.osaka
                .sink()
                .answering(command -> command.startsWith("RCPT") ? Optional.of("451 4.2.2 full") : Optional.empty());
        List<String> sent = servers.handIn(4, "single", "late-single@example.com");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> tried(mails) == 4);
        int files = servers.temporaryFiles().size();
        JsonNode listed = paris.webAdmin().get(mails + "?limit=1000").path("mails");
        assertThat(listed).allSatisfy(mail -> {
            assertThat(mail.path("sender").asText()).isEqualTo(ALICE);
            assertThat(mail.path("recipients").toString()).isEqualTo("[\"late-single@example.com\"]");
            assertThat(mail.path("size").asLong()).isPositive();
            assertThat(mail.path("lastFailure").asText()).contains("451 4.2.2 full");
        });
        assertThat(paris.webAdmin().get(mails + "?limit=1").path("next").asText())
                .isEqualTo(listed.get(0).path("name").asText());

        order(mails, listed.get(0).path("name").asText(), "return");

        ImapMailbox inbox = paris.inbox(ALICE, ThreeServers.PASSWORD);
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(inbox.messages())
                .filteredOn(message -> message.contains("late-single@example.com"))
                .singleElement()
                .asString()
                .contains("has returned this message instead of trying it again", "451 4.2.2 full"));
        servers.awaitWaiting("osaka", 3);

        servers.osaka.sink().answering(command -> Optional.empty());
        order(mails, listed.get(1).path("name").asText(), "retry");

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> takenBy(servers.osaka, "single").size() == 1);
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> takenBy(servers.osaka, "single").size() == 1);
        servers.awaitWaiting("osaka", 2);
        assertThat(servers.temporaryFiles()).hasSizeLessThanOrEqualTo(files);

        assertThat(paris.webAdmin()
                        .send("POST", "/domain-sharing/peers/osaka/flush", "")
                        .statusCode())
                .isEqualTo(204);
        servers.awaitWaiting("osaka", 0);
        assertThat(takenBy(servers.osaka, "single"))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .isSubsetOf(sent);
    }

    private long tried(String mails) {
        return StreamSupport.stream(paris.webAdmin().get(mails).path("mails").spliterator(), false)
                .filter(mail -> mail.has("lastFailure"))
                .count();
    }

    private void order(String mails, String name, String action) {
        assertThat(paris.webAdmin()
                        .send("POST", mails + "/" + name + "?action=" + action, "")
                        .statusCode())
                .isEqualTo(204);
    }

    private void assertThatSixLooksLeaveNothing() {
        int before = servers.temporaryFiles().size();
        for (int look = 0; look < 6; look++) {
            JsonNode osaka = servers.seen("osaka");
            assertThat(osaka.path("waiting").asInt()).isEqualTo(30);
            assertThat(osaka.path("oldestSince").asText()).isNotEmpty();
            assertThat(osaka.path("nextAttempt").asText()).isNotEmpty();
            assertThat(paris.webAdmin().get("/domain-sharing").isEmpty()).isFalse();
        }
        // The tries of a moment have files of their own.
        Awaitility.await()
                .untilAsserted(() -> assertThat(servers.temporaryFiles()).hasSizeLessThanOrEqualTo(before));
    }
}
