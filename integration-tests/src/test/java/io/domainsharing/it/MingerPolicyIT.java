// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * graz shares example.com and example.org with oslo, and example.org alone with bern, which is dead. Each may ask a hundred
 * times a second; foreign aliases are not active.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MingerPolicyIT {
    private static final String OSLO = "127.0.1.136";
    private static final String BERN = "127.0.1.137";
    private static final int QUERIES_PER_SECOND = 100;
    private static final int FLOOD = 4_000;
    private static final int QUESTIONS = 12;
    private static final int FLOOD_AT_ONCE = 40;

    private OnePeerServer graz;

    @BeforeAll
    void start() {
        graz = new OnePeerServer(
                "graz",
                "127.0.1.135",
                OSLO,
                xml -> {
                    xml.add("domains/domain", "example.org");
                    xml.add("peers/peer", "");
                    xml.add("peers/peer/name", "bern");
                    xml.add("peers/peer/smtp", BERN + ":" + Endpoints.freePort(BERN));
                    xml.add("peers/peer/mingerPort", Integer.toString(Endpoints.freePort(BERN)));
                    xml.add("peers/peer/trusted", BERN + "/32");
                    xml.add("peers/peer/domain", "example.org");
                    xml.set("minger/foreignAliases", "false");
                    xml.set("minger/queriesPerSecondPerSource", Integer.toString(QUERIES_PER_SECOND));
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "example.org")));
    }

    @AfterAll
    void stop() {
        graz.close();
    }

    @Test
    @Tag("V5")
    void deadPeerOfOneDomainShouldDeferNothingInAnother() {
        assertThat(graz.rcpt("nobody@example.org")).as("bern may have it").isEqualTo(451);

        long start = System.nanoTime();
        int code = graz.rcpt("nobody@example.com");
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(code).as("oslo says no, bern is not asked").isEqualTo(550);
        assertThat(took).isLessThan(Duration.ofMillis(1200));
        assertThat(graz.peer.asked("nobody@example.com")).isEqualTo(1);
    }

    @Test
    @Tag("M3")
    void foreignAliasShouldTakeNoMailWhenSwitchedOff() throws Exception {
        mapping("abroad@example.com", "ann@elsewhere.example");
        graz.james
                .webAdmin()
                .user("forward-abroad@example.com", ThreeServers.PASSWORD)
                .forward("forward-abroad@example.com", "ann@elsewhere.example");
        graz.james.webAdmin().alias("at-home@example.com", OnePeerServer.LOCAL);

        assertThat(ask("abroad@example.com")).isEqualTo("abroad@example.com 4");
        assertThat(ask("forward-abroad@example.com")).isEqualTo("forward-abroad@example.com 4");
        assertThat(ask("at-home@example.com")).isEqualTo("at-home@example.com 5");
    }

    @Test
    @Tag("M3")
    void catchAllShouldClaimNothing() throws Exception {
        mapping("*@example.org", OnePeerServer.LOCAL);

        assertThat(ask("anybody@example.org")).isEqualTo("anybody@example.org 3");
    }

    @Test
    @Tag("M4")
    void floodShouldStayUnansweredAndCostAnotherPeerNothing() throws Exception {
        double before = rateLimited();
        ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        try (DatagramSocket flood = new DatagramSocket(new InetSocketAddress(BERN, 0))) {
            AtomicInteger sent = new AtomicInteger();
            ScheduledFuture<?> flooding =
                    pacer.scheduleAtFixedRate(() -> sent.addAndGet(send(flood)), 0, 10, TimeUnit.MILLISECONDS);
            int answered = 0;
            int asked = 0;
            // On a slow machine the flood lasts as long as the questions take.
            while (sent.get() < FLOOD || asked < QUESTIONS) {
                answered += askAgainOnSilence(OnePeerServer.LOCAL).equals(OnePeerServer.LOCAL + " 5") ? 1 : 0;
                asked++;
                // A peer that keeps to the limit.
                Awaitility.await().pollDelay(Duration.ofMillis(15)).until(() -> true);
            }
            flooding.cancel(false);

            assertThat(answered)
                    .as("of " + asked + " questions of the other peer")
                    .isEqualTo(asked);
        } finally {
            pacer.shutdownNow();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(rateLimited() - before).isGreaterThan(FLOOD / 2.0));
    }

    private int send(DatagramSocket flood) {
        for (int i = 0; i < FLOOD_AT_ONCE; i++) {
            try {
                flood.send(
                        MingerByHand.packet(graz.james, MingerByHand.query(graz.james, "flood" + i + "@example.com")));
            } catch (IOException e) {
                return i;
            }
        }
        return FLOOD_AT_ONCE;
    }

    private void mapping(String source, String target) {
        assertThat(graz.james
                        .webAdmin()
                        .send("POST", "/mappings/address/" + source + "/targets/" + target, "")
                        .statusCode())
                .isEqualTo(204);
    }

    // As every client does: the system may drop a datagram of either before James sees it.
    private String askAgainOnSilence(String mailbox) throws IOException {
        String answer = MingerByHand.SILENCE;
        for (int attempt = 0; attempt < 3 && answer.equals(MingerByHand.SILENCE); attempt++) {
            answer = MingerByHand.send(OSLO, graz.james, MingerByHand.query(graz.james, mailbox), 1_000);
        }
        return answer;
    }

    private String ask(String mailbox) throws IOException {
        return MingerByHand.ask(OSLO, graz.james, mailbox);
    }

    private double rateLimited() {
        return Scrape.of(graz.james).samples().stream()
                .filter(sample -> sample.toString()
                        .equals("domain_sharing_minger_server_unanswered_total{reason=\"rate_limited\"}"))
                .mapToDouble(Scrape.Sample::value)
                .sum();
    }
}
