// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses whose owner an operator has said: lima and quito share a domain, lima with oslo too. */
@Tag("D11")
@ExtendWith(NoLeftovers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PinIT {
    private static final String PINS = "/domain-sharing/pins/";
    private static final String DAVE = "dave@example.com";

    private final JamesServer lima = JamesServer.extended("lima", "127.0.1.221");
    private final JamesServer quito = JamesServer.extended("quito", "127.0.1.222");
    private final ScriptedPeer oslo = new ScriptedPeer("oslo", "127.0.1.223", query -> query.status(3));

    @BeforeAll
    void start() {
        Sharing.join("example.com", lima, List.of(Sharing.PeerEntry.of(quito), oslo.entry()));
        Sharing.join("example.com", quito, List.of(Sharing.PeerEntry.of(lima)));
        JamesServer.startAll(lima, quito);
    }

    @AfterAll
    void stop() {
        lima.close();
        quito.close();
        oslo.close();
    }

    @AfterEach
    void removePins() {
        for (JamesServer server : List.of(lima, quito)) {
            server.webAdmin()
                    .get("/domain-sharing/pins")
                    .forEach(pin -> unpin(server, pin.path("address").asText()));
        }
        oslo.script(query -> query.status(3));
    }

    @Test
    @Tag("L2")
    void mailShouldGoToThePinnedPeerThoughItIsSilentAndAnotherHasTheAddress() {
        quito.webAdmin().user("ann@example.com", PASSWORD);
        oslo.script(query -> {});
        pin(lima, "ann@example.com", "oslo");

        deliver(lima, "ann@example.com", "pinned");

        Awaitility.await().until(() -> !oslo.sink().mails("pinned").isEmpty());
        JsonNode owner = owner(lima, "ann@example.com");
        assertThat(owner.path("verdict").asText()).isEqualTo("peer");
        assertThat(owner.path("peer").asText()).isEqualTo("oslo");
        assertThat(owner.path("reply").asText()).isEqualTo("250");
        assertThat(owner.path("steps").path(0).path("step").asText()).isEqualTo("pin");
        assertThat(lima.log()).contains("Pinned ann@example.com to oslo until it is removed");
        Awaitility.await().until(() -> lima.log().contains("(way pin, "));
        assertThat(oslo.asked("ann@example.com")).isZero();

        unpin(lima, "ann@example.com");
        oslo.script(query -> query.status(3));
        assertThat(owner(lima, "ann@example.com").path("peer").asText()).isEqualTo("quito");
    }

    @Test
    void pinShouldSurviveAKillAndEndWithItsTime() {
        pin(lima, "killed@example.com", "oslo");
        String soon = Clock.systemUTC().instant().plus(Duration.ofMinutes(10)).toString();
        assertThat(put(lima, "later@example.com", "{\"peer\":\"oslo\",\"until\":\"" + soon + "\"}")
                        .statusCode())
                .isEqualTo(204);

        lima.kill();
        lima.start();

        assertThat(rcpt(lima, "killed@example.com")).isEqualTo(250);
        assertThat(lima.webAdmin().get(PINS + "later@example.com").path("until").asText())
                .isEqualTo(soon);
        String now = Clock.systemUTC().instant().plusMillis(1500).toString();
        put(lima, "killed@example.com", "{\"peer\":\"oslo\",\"until\":\"" + now + "\"}");
        Awaitility.await().until(() -> rcpt(lima, "killed@example.com") == 550);
    }

    @Test
    @Tag("L4")
    void mailboxShouldMoveWithoutAnInstantInWhichTheAddressIsUnknown() {
        quito.webAdmin().user(DAVE, PASSWORD);
        assertThat(create(lima, DAVE)).as("quito has it").isEqualTo(409);

        pin(lima, DAVE, "here");
        assertThat(rcpt(lima, DAVE)).as("until it is here it is looked up").isEqualTo(250);
        assertThat(create(lima, DAVE)).isEqualTo(204);
        pin(quito, DAVE, "lima");
        deliver(quito, DAVE, "to-the-old-server");
        deliver(lima, DAVE, "to-the-new-server");

        ImapMailbox moved = lima.inbox(DAVE, PASSWORD);
        moved.await("Subject: to-the-old-server");
        moved.await("Subject: to-the-new-server");
        assertThat(quito.inbox(DAVE, PASSWORD).messages())
                .as("still open, to copy from")
                .isEmpty();

        quito.webAdmin().send("DELETE", "/users/" + DAVE, "");
        unpin(quito, DAVE);
        unpin(lima, DAVE);
        assertThat(owner(quito, DAVE).path("peer").asText()).isEqualTo("lima");
    }

    @Test
    @Tag("L1")
    void mailShouldComeToAnEndWhenTwoServersPinTheAddressToEachOther() {
        String lost = "lost@example.com";
        pin(lima, lost, "quito");
        pin(quito, lost, "lima");
        lima.webAdmin().user("sender@example.com", PASSWORD);

        try (SmtpSession session = submission(lima, "sender@example.com")) {
            assertThat(session.rcpt(lost).code()).isEqualTo(250);
            assertThat(session.data(message("circle")).code()).isEqualTo(250);
        }

        ImapMailbox returned = lima.inbox("sender@example.com", PASSWORD);
        assertThat(returned.await(lost)).contains("5.1.1", "lima -> quito");
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> returned.messages().size() == 1
                        && lima.webAdmin().queueSize("domain-sharing-quito") == 0
                        && quito.webAdmin().queueSize("domain-sharing-lima") == 0);
    }

    @Test
    @Tag("L2")
    void accountHereShouldGetWhatThePinnedPeerRefuses() {
        String stays = "stays@example.com";
        quito.webAdmin().user(stays, PASSWORD);
        pin(quito, stays, "lima");

        deliver(quito, stays, "too-early");

        quito.inbox(stays, PASSWORD).await("Subject: too-early");
    }

    @Test
    void pinToAPeerThatIsRemovedShouldBeAFindingAndCountNoMore() {
        quito.webAdmin().user("eve@example.com", PASSWORD);
        Sharing.PeerEntry direct = oslo.entry();
        RuntimePeersFixture.put(
                lima,
                new Sharing.PeerEntry("bergen", direct.smtp(), direct.mingerPort(), direct.secret(), direct.trusted()));
        pin(lima, "eve@example.com", "bergen");
        assertThat(owner(lima, "eve@example.com").path("peer").asText()).isEqualTo("bergen");

        lima.webAdmin().send("DELETE", "/domain-sharing/peers/bergen", "");

        assertThat(owner(lima, "eve@example.com").path("peer").asText()).isEqualTo("quito");
        assertThat(lima.webAdmin().get(PINS + "eve@example.com").path("counts").asBoolean(true))
                .isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> StreamSupport.stream(
                        lima.webAdmin().get("/domain-sharing/findings").spliterator(), false)
                .anyMatch(finding -> finding.path("rule").asText().equals("pin-without-peer")
                        && finding.path("message").asText().contains("eve@example.com")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.com       | {\"peer\":\"nowhere\"}                                        | no peer nowhere",
                "bob@example.com       | {\"peer\":\"lima\"}                                           | no peer lima",
                "bob@example.com       | {}                                                            | peer",
                "bob@example.com       | {\"peer\":\"oslo\",\"till\":\"2030-01-01T00:00:00Z\"}         | unknown key till",
                "bob@example.com       | {\"peer\":\"oslo\",\"until\":\"2030-01-01\"}                  | ISO 8601",
                "bob@example.com       | {\"peer\":\"oslo\",\"until\":\"2020-01-01T00:00:00Z\"}        | time is over",
                "bob@elsewhere.example | {\"peer\":\"oslo\"}                                           | not shared",
                "%22b%C3%B6b%22@example.com | {\"peer\":\"oslo\"}                                      | beyond ASCII",
                "%22a%09b%22@example.com | {\"peer\":\"oslo\"}                                         | control character",
                "bob                   | {\"peer\":\"oslo\"}                                           | not a mail address"
            })
    void whatCannotBeMeantShouldBeRefused(String address, String body, String said) {
        HttpResponse<String> answer = put(lima, address, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(said);
        assertThat(lima.webAdmin().get("/domain-sharing/pins")).isEmpty();
    }

    private static void pin(JamesServer server, String address, String peer) {
        HttpResponse<String> answer = put(server, address, "{\"peer\":\"" + peer + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private static HttpResponse<String> put(JamesServer server, String address, String body) {
        return server.webAdmin().send("PUT", PINS + address, body);
    }

    private static void unpin(JamesServer server, String address) {
        assertThat(server.webAdmin().send("DELETE", PINS + address, "").statusCode())
                .isEqualTo(204);
    }

    private static int create(JamesServer server, String address) {
        return server.webAdmin()
                .send("PUT", "/users/" + address, "{\"password\":\"" + PASSWORD + "\"}")
                .statusCode();
    }

    private static JsonNode owner(JamesServer server, String address) {
        return server.webAdmin().get("/domain-sharing/owners/" + address);
    }

    private static int rcpt(JamesServer server, String address) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(address).code();
        }
    }

    private static void deliver(JamesServer server, String address, String subject) {
        try (SmtpSession session = stranger(server)) {
            assertThat(session.rcpt(address).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }
}
