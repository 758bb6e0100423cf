// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
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

    private OnePeerServer lyon;
    /** A peer by Minger that says yes to every address of one more domain. */
    private ScriptedPeer everything;

    @BeforeAll
    void start() {
        everything = new ScriptedPeer("everything", "127.0.2.93", query -> query.status(5));
        everything.acceptEverything();
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
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", DOMAIN_OF_ALL)));
    }

    @AfterAll
    void stop() {
        lyon.close();
        everything.close();
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
