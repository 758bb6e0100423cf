// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What strangers ask for, by SMTP or Minger, is refused to themselves, and costs the peers and everybody else nothing. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class StrangersIT extends StrangersFixture {
    private static final int QUESTIONS = 40;
    private static final int GUESSES = 200;

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItLeavesOneAddressUnanswered() {
        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });
        for (int i = 0; i < 5; i++) {
            assertThat(lyon.rcpt("mute@example.com")).isEqualTo(451);
        }

        assertThat(lyon.rcpt("colleague-beside-mute@example.com")).isEqualTo(250);
        assertThat(stateOfThePeer()).isEqualTo("up");
    }

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItLeavesManyAddressesUnanswered() {
        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });
        for (int i = 0; i < 6; i++) {
            assertThat(lyon.rcpt("mute" + i + "@example.com")).isEqualTo(451);
            assertThat(stateOfThePeer()).isEqualTo("up");
        }

        assertThat(lyon.rcpt("colleague-beside-many@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItEchoesOnlyTheBeginningOfAQuotedAddress() {
        for (int i = 0; i < 6; i++) {
            assertThat(lyon.rcpt("\"a b" + i + "\"@example.com")).isEqualTo(451);
        }

        assertThat(stateOfThePeer()).isEqualTo("up");
        assertThat(lyon.rcpt("colleague-beside-quotes@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerThatIsDownShouldBeUpAgainAsSoonAsATestIsAnswered() {
        lyon.peer.script(query -> {});
        for (int i = 0; i < 3; i++) {
            assertThat(lyon.rcpt("outage" + i + "@example.com")).isEqualTo(451);
        }
        assertThat(stateOfThePeer()).isEqualTo("down");

        // The next probe is seconds away: it is the test that closes the breaker.
        calm();
        lyon.james.webAdmin().send("POST", "/domain-sharing/peers/oslo?action=test", "");

        assertThat(stateOfThePeer()).isEqualTo("up");
        assertThat(lyon.rcpt("colleague-after-test@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerShouldComeBackWhenTheAddressThatWasAskedForLastStaysUnanswered() {
        lyon.peer.script(query -> {});
        for (int i = 0; i < 3; i++) {
            assertThat(lyon.rcpt("mute-outage" + i + "@example.com")).isEqualTo(451);
        }
        assertThat(stateOfThePeer()).isEqualTo("down");

        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> stateOfThePeer()
                .equals("up"));
        assertThat(lyon.rcpt("colleague-after-outage@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("M4")
    void peerShouldBeAnsweredWhileSomebodyFloodsFromItsAddressWithWrongDigests() throws Exception {
        String wrong =
                MingerByHand.query(lyon.james, "somebody-else@example.com").split(" ", 2)[1];
        ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        try (DatagramSocket flood = new DatagramSocket(new InetSocketAddress(PEER, 0))) {
            AtomicInteger sent = new AtomicInteger();
            ScheduledFuture<?> flooding = pacer.scheduleAtFixedRate(
                    () -> sent.addAndGet(flood(flood, OnePeerServer.LOCAL + ' ' + wrong)),
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            Awaitility.await("the rate of the address is used up").until(() -> sent.get() > 3_000);
            int answered = 0;
            for (int i = 0; i < QUESTIONS; i++) {
                answered += askAgainOnSilence(OnePeerServer.LOCAL).equals(OnePeerServer.LOCAL + " 5") ? 1 : 0;
            }
            assertThat(flooding.isDone()).isFalse();
            flooding.cancel(false);

            assertThat(answered).isEqualTo(QUESTIONS);
        } finally {
            pacer.shutdownNow();
        }
    }

    @Test
    @Tag("D4")
    void peerThatSaysYesToEverythingByMingerShouldForbidNoAccountAndGetOnlyWhatAllOthersRefuse() {
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("owned") ? 5 : 3));

        JsonNode owned = lyon.james.webAdmin().get("/domain-sharing/owners/owned@" + DOMAIN_OF_ALL);
        assertThat(owned.path("peer").asText()).as(owned.toString()).isEqualTo("oslo");
        JsonNode other = lyon.james.webAdmin().get("/domain-sharing/owners/other@" + DOMAIN_OF_ALL);
        assertThat(other.path("peer").asText()).as(other.toString()).isEqualTo("everything");
        assertThat(lyon.james
                        .webAdmin()
                        .send("PUT", "/users/fresh@" + DOMAIN_OF_ALL, "{\"password\":\"x\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(lyon.james
                        .webAdmin()
                        .get("/domain-sharing/peers/everything")
                        .path("acceptsAll")
                        .toString())
                .isEqualTo("[\"" + DOMAIN_OF_ALL + "\"]");
        assertThat(lyon.james.log()).contains("Peer everything says yes to every address of " + DOMAIN_OF_ALL);
    }

    @Test
    void noAboutAColleagueShouldCountOnlyWhenASecondQuestionHasIt() {
        String colleague = "colleague-denied@example.com";
        assertThat(lyon.rcpt(colleague)).isEqualTo(250);
        Awaitility.await("a question beside it, whether the peer takes any case")
                .pollDelay(Duration.ofMillis(500))
                .until(() -> true);
        forget(colleague);
        long before = lyon.peer.asked(colleague);
        lyon.peer.script(query -> query.status(query.attempt() % 2 == (before + 1) % 2 ? 3 : 5));
        assertThat(lyon.rcpt(colleague)).as("no, then yes").isEqualTo(451);
        assertThat(lyon.peer.asked(colleague))
                .as("asked twice; a look into the refusal may ask, too")
                .isGreaterThanOrEqualTo(before + 2);

        lyon.peer.script(query -> query.status(3));
        assertThat(lyon.rcpt(colleague)).as("no, and no").isEqualTo(550);
        assertThat(lyon.peer.asked(colleague)).isGreaterThanOrEqualTo(before + 4);
    }

    @Test
    void peerThatTakesAnyCaseShouldBeAskedInRandomCase() {
        for (int i = 0; i < 8; i++) {
            assertThat(lyon.rcpt("in-any-case-" + i + '@' + DOMAIN_OF_ALL)).isEqualTo(250);
        }

        assertThat(everything.queries())
                .filteredOn(query -> query.toLowerCase(Locale.ROOT).startsWith("in-any-case-"))
                .filteredOn(query -> !query.startsWith("in-any-case-"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void recipientOfAnotherClientShouldNotWaitForAllTheGuessesOfOne() {
        List<SmtpSession> guessing = new ArrayList<>();
        try {
            for (int i = 0; i < GUESSES; i++) {
                guessing.add(lyon.session());
            }
            for (int i = 0; i < GUESSES; i++) {
                guessing.get(i).write("RCPT TO:<guess" + i + '@' + SLOW_DOMAIN + ">\r\n");
            }
            Awaitility.await().until(() -> refused.get() > 20);
            try (SmtpSession other = SmtpSession.connect(lyon.james.endpoints().smtpAddress(), "127.0.2.95")) {
                other.ehlo();
                other.mail("ann@elsewhere.example");
                int before = refused.get();
                assertThat(other.rcpt("colleague@" + SLOW_DOMAIN).code()).isEqualTo(250);
                assertThat(refused.get() - before)
                        .as("guesses that were answered before it, of those that waited")
                        .isLessThan(GUESSES / 2);
            }
            assertThat(guessing.stream().map(session -> session.read().code()).distinct())
                    .containsExactly(550);
        } finally {
            guessing.forEach(SmtpSession::close);
        }
    }
}
