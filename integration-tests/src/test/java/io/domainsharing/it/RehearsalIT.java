// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * brest observes nantes, which shares with it already, as an office does that begins. A third peer of brest, oslo, says no to everything.
 */
@Tag("D12")
@ExtendWith(NoLeftovers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RehearsalIT {
    private static final String REHEARSAL = "/domain-sharing/rehearsal";
    private static final String BOB = "bob@example.com";
    private static final String ON_BOTH = "ann@example.com";

    private final JamesServer brest = JamesServer.extended("brest", "127.0.1.247");
    private final JamesServer nantes = JamesServer.extended("nantes", "127.0.1.248");
    private final ScriptedPeer oslo = new ScriptedPeer("oslo", "127.0.1.249", query -> query.status(3));

    @BeforeAll
    void start() {
        Sharing.join("example.com", brest, List.of(Sharing.PeerEntry.of(nantes), oslo.entry()));
        brest.conf().edit("domainsharing.xml", xml -> xml.set("peers/peer/mode", "observe"));
        Sharing.join("example.com", nantes, List.of(Sharing.PeerEntry.of(brest)));
        JamesServer.startAll(brest, nantes);
        makeUsers();
    }

    // nantes asks brest before it lets an account be created, and brest does not ask nantes.
    private void makeUsers() {
        brest.webAdmin().send("DELETE", "/users/" + ON_BOTH, "");
        nantes.webAdmin().user(BOB, PASSWORD).user(ON_BOTH, PASSWORD);
        brest.webAdmin().user(ON_BOTH, PASSWORD);
    }

    @AfterAll
    void stop() {
        brest.close();
        nantes.close();
        oslo.close();
    }

    @BeforeEach
    void beginAnew() {
        mode("nantes", "observe");
        mode("oslo", "share");
        brest.webAdmin().send("DELETE", "/domain-sharing/cache", "");
        assertThat(brest.webAdmin().send("DELETE", REHEARSAL, "").statusCode()).isEqualTo(204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> peer("nantes").path("state").asText().equals("up"));
    }

    @Test
    void observedPeerShouldDecideNothingAndBeTakenDown() {
        assertThat(rcpt(BOB)).isEqualTo(550);
        assertThat(rcpt("BOB@EXAMPLE.COM")).isEqualTo(550);
        assertThat(rcpt(ON_BOTH)).isEqualTo(250);
        assertThat(rcpt("nobody@example.com")).isEqualTo(550);

        JsonNode found = found(3);
        assertThat(found.path("sentence").asText())
                .isEqualTo("3 recipients: 1 that you refuse today nantes would take; 0 that would be deferred;"
                        + " 1 address on both");
        assertThat(addresses(found, "wouldTake")).containsExactly(BOB);
        assertThat(addresses(found, "onBoth")).containsExactly(ON_BOTH);
        assertThat(brest.log()).contains("Rehearsal with nantes: rcpt <" + BOB + "> would_take");
        assertThat(brest.webAdmin().get("/domain-sharing/conflicts")).isEmpty();

        JsonNode owner = brest.webAdmin().get("/domain-sharing/owners/" + BOB + "?refresh=true");
        assertThat(owner.path("verdict").asText()).isEqualTo("nobody");
        assertThat(StreamSupport.stream(owner.path("steps").spliterator(), false)
                        .filter(step -> step.path("mode").asText().equals("observe")))
                .singleElement()
                .satisfies(step -> assertThat(step.path("outcome").asText()).isEqualTo("accepts"));
    }

    @Test
    void deadObservedPeerShouldDeferNothingRefuseNoAccountAndLeaveTheServerHealthy() {
        nantes.kill();
        try {
            assertThat(rcpt("early@example.com")).isEqualTo(550);
            assertThat(addresses(found(1), "wouldDefer")).containsExactly("early@example.com");
            assertThat(create("new@example.com")).isEqualTo(204);
            Awaitility.await("known to be down").atMost(Duration.ofSeconds(60)).until(() -> {
                int unused = rcpt("nobody-" + System.nanoTime() + "@example.com");
                return peer("nantes").path("state").asText().equals("down");
            });
            assertThat(rcpt("late@example.com")).isEqualTo(550);
            assertThat(create("newer@example.com")).isEqualTo(204);
            assertThat(brest.webAdmin()
                            .send("GET", "/healthcheck/checks/Domain%20Sharing", "")
                            .body())
                    .contains("healthy")
                    .doesNotContain("degraded");
            assertThat(brest.log()).contains("It is only observed, so no address is answered otherwise for that");
        } finally {
            nantes.start();
            makeUsers();
        }
    }

    @Test
    void goingLiveShouldBeOnePut() {
        assertThat(rcpt(BOB)).isEqualTo(550);

        mode("nantes", "share");

        assertThat(peer("nantes").path("mode").asText()).isEqualTo("share");
        assertThat(brest.webAdmin().get(REHEARSAL)).isEmpty();
        deliver(BOB, "live");
        nantes.inbox(BOB, PASSWORD).await("Subject: live");
        assertThat(create(BOB)).as("nantes has it").isEqualTo(409);
    }

    @Test
    void drainingPeerShouldKeepWhatIsRememberedAndGetNothingNew() {
        mode("nantes", "share");
        assertThat(rcpt(BOB)).isEqualTo(250);
        nantes.webAdmin().user("carol@example.com", PASSWORD);

        mode("nantes", "drain");
        mode("oslo", "drain");

        deliver(BOB, "drained");
        nantes.inbox(BOB, PASSWORD).await("Subject: drained");
        assertThat(rcpt("carol@example.com")).as("not remembered").isEqualTo(550);
        assertThat(oslo.asked("carol@example.com")).isZero();
        assertThat(peer("nantes").path("remembered").asInt()).isEqualTo(1);
    }

    @Test
    void modeAndRehearsalShouldOutliveARestart() {
        assertThat(rcpt(BOB)).isEqualTo(550);
        JsonNode before = found(1);
        mode("oslo", "drain");

        brest.restart();
        brest.webAdmin().user(ON_BOTH, PASSWORD);

        assertThat(brest.webAdmin().get(REHEARSAL).path(0)).isEqualTo(before);
        assertThat(peer("oslo").path("mode").asText()).isEqualTo("drain");
        assertThat(peer("nantes").path("mode").asText()).isEqualTo("observe");
    }

    @Test
    void commandShouldTellWhatTheRehearsalFound() {
        assertThat(rcpt(ON_BOTH)).isEqualTo(250);
        JsonNode found = found(1);

        Command.Result rehearsal = command("rehearsal");

        assertThat(rehearsal.exitCode()).as("an address on both").isEqualTo(1);
        assertThat(rehearsal.output())
                .contains("nantes: " + found.path("sentence").asText())
                .contains(ON_BOTH + " on both");
        assertThat(command("peers", "mode", "nantes", "share").exitCode()).isZero();
        assertThat(command("rehearsal").output()).contains("No peer is observed");
    }

    private Command.Result command(String... arguments) {
        List<String> command = new ArrayList<>(CommandLineIT.command(arguments));
        command.addAll(List.of("--webadmin", brest.webAdmin().url("")));
        return Command.run(command, Checkout.output());
    }

    private JsonNode found(int recipients) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(brest.webAdmin()
                        .get(REHEARSAL)
                        .path(0)
                        .path("recipients")
                        .asInt())
                .isEqualTo(recipients));
        return brest.webAdmin().get(REHEARSAL).path(0);
    }

    private static List<String> addresses(JsonNode found, String kind) {
        return StreamSupport.stream(found.path("addresses").path(kind).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private void mode(String peer, String mode) {
        assertThat(brest.webAdmin()
                        .send("PUT", "/domain-sharing/peers/" + peer, "{\"mode\":\"" + mode + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private JsonNode peer(String name) {
        return brest.webAdmin().get("/domain-sharing/peers/" + name);
    }

    private int create(String address) {
        return brest.webAdmin()
                .send("PUT", "/users/" + address, "{\"password\":\"" + PASSWORD + "\"}")
                .statusCode();
    }

    private int rcpt(String recipient) {
        try (SmtpSession session = stranger(brest)) {
            return session.rcpt(recipient).code();
        }
    }

    private void deliver(String recipient, String subject) {
        try (SmtpSession session = stranger(brest)) {
            assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }
}
