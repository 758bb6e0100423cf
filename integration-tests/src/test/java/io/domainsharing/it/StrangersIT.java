// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What strangers ask for, by SMTP or Minger, is refused to themselves, and costs the peers and everybody else nothing. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class StrangersIT {
    private static final String PEER = "127.0.2.92";
    private static final String DOMAIN_OF_ALL = "all.example";
    private static final int FLOOD_AT_ONCE = 100;
    private static final int QUESTIONS = 40;
    private static final String SLOW_DOMAIN = "slow.example";
    private static final int GUESSES = 200;

    private OnePeerServer lyon;
    /** A peer by Minger that says yes to every address of one more domain. */
    private ScriptedPeer everything;

    /** A peer that is asked by RCPT, and takes its time to refuse. */
    private SmtpSink slow;

    private final AtomicInteger refused = new AtomicInteger();

    @BeforeAll
    void start() {
        everything = new ScriptedPeer("everything", "127.0.2.93", query -> query.status(5));
        everything.acceptEverything();
        slow = SmtpSink.on("127.0.2.94").answering(this::refuseSlowly);
        lyon = new OnePeerServer(
                "lyon-strangers",
                "127.0.2.91",
                PEER,
                xml -> {
                    Sharing.PeerEntry entry = everything.entry();
                    xml.add("domains/domain", DOMAIN_OF_ALL).add("peers/peer", "");
                    xml.add("peers/peer/name", entry.name()).add("peers/peer/smtp", entry.smtp());
                    xml.add("peers/peer/mingerPort", Integer.toString(entry.mingerPort()))
                            .add("peers/peer/secret", entry.secret())
                            .add("peers/peer/trusted", entry.trusted())
                            .add("peers/peer/domain", DOMAIN_OF_ALL);
                    xml.add("domains/domain", SLOW_DOMAIN).add("peers/peer", "");
                    xml.add("peers/peer/name", "slow").add("peers/peer/smtp", slow.address());
                    xml.add("peers/peer/lookup", "rcpt").add("peers/peer/domain", SLOW_DOMAIN);
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", DOMAIN_OF_ALL)
                        .add("domainnames/domainname", SLOW_DOMAIN)));
    }

    @AfterAll
    void stop() {
        lyon.close();
        everything.close();
        slow.close();
    }

    @BeforeEach
    void calm() {
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("colleague") ? 5 : 3));
    }

    private String stateOfThePeer() {
        return lyon.james
                .webAdmin()
                .get("/domain-sharing/peers/oslo")
                .path("state")
                .asText();
    }

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
        assertThat(lyon.peer.asked(colleague)).isEqualTo(before + 2);

        lyon.peer.script(query -> query.status(3));
        assertThat(lyon.rcpt(colleague)).as("no, and no").isEqualTo(550);
        assertThat(lyon.peer.asked(colleague)).isEqualTo(before + 4);
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

    private Optional<String> refuseSlowly(String command) {
        if (!command.startsWith("RCPT TO:") || command.contains("<colleague@")) {
            return Optional.empty();
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ofMillis(20))
                .until(() -> true);
        refused.incrementAndGet();
        return Optional.of("550 5.1.1 no such user");
    }

    private void forget(String address) {
        assertThat(lyon.james
                        .webAdmin()
                        .send("DELETE", "/domain-sharing/cache/" + address, "")
                        .statusCode())
                .isEqualTo(204);
    }

    private int flood(DatagramSocket flood, String datagram) {
        for (int i = 0; i < FLOOD_AT_ONCE; i++) {
            try {
                flood.send(MingerByHand.packet(lyon.james, datagram));
            } catch (IOException e) {
                return i;
            }
        }
        return FLOOD_AT_ONCE;
    }

    // As every client does: the system may drop a datagram before James sees it.
    private String askAgainOnSilence(String mailbox) throws IOException {
        String answer = MingerByHand.SILENCE;
        for (int attempt = 0; attempt < 3 && answer.equals(MingerByHand.SILENCE); attempt++) {
            answer = MingerByHand.send(PEER, lyon.james, MingerByHand.query(lyon.james, mailbox), 1_000);
        }
        return answer;
    }
}
