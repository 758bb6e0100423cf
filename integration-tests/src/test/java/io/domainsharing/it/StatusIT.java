// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.CAROL;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What WebAdmin shows of the server itself, of what passes between it and its peers, and of what it remembers. */
@Tag("O2")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class StatusIT {
    private static final String BASE = "/domain-sharing";

    private final ThreeServers servers;
    private final WebAdmin paris;

    StatusIT(ThreeServers servers) {
        this.servers = servers;
        this.paris = servers.paris.webAdmin();
    }

    @Test
    void serverShouldBeShownAtAGlance() {
        JsonNode before = paris.get(BASE);
        rcptAtParis(BOB);
        rcptAtParis(BOB);
        JsonNode status = paris.get(BASE);

        assertThat(status.path("node").asText()).isEqualTo("paris");
        assertThat(status.path("enabled").asBoolean()).isTrue();
        assertThat(status.path("version").asText()).matches("[0-9]+\\.[0-9]+.*");
        Instant now = Clock.systemUTC().instant();
        assertThat(Instant.parse(status.path("startedAt").asText())).isBetween(now.minus(Duration.ofHours(1)), now);
        assertThat(status.path("domains")).hasSize(1);
        assertThat(status.path("domains").get(0).asText()).isEqualTo("example.com");
        Endpoints endpoints = servers.paris.endpoints();
        assertThat(status.path("minger").path("bind").get(0).asText())
                .isEqualTo(endpoints.host() + ':' + endpoints.minger());
        assertThat(status.path("peers").path("up").asInt()).isEqualTo(2);
        assertThat(status.path("undetermined").path("queue").asText()).isEqualTo("domain-sharing-undetermined");
        assertThat(status.path("undetermined").path("waiting").asInt()).isZero();
        JsonNode cache = status.path("cache");
        assertThat(cache.path("hits").asLong())
                .as("the second RCPT")
                .isGreaterThan(before.path("cache").path("hits").asLong());
        assertThat(cache.path("persistent").asBoolean()).isTrue();
        assertThat(cache.path("storeState").asText()).isEqualTo("ok");
        assertThat(paris.get(BASE + "/cache").path("maximumSize").asLong())
                .isEqualTo(cache.path("maximumSize").asLong())
                .isPositive();
    }

    @Test
    void peerShouldBeShownWithItsAnswersAndItsQuestions() {
        String fresh = "fresh@example.com";
        servers.tokyo.webAdmin().user(fresh, ThreeServers.PASSWORD);
        assertThat(rcptAtParis(fresh)).isEqualTo(250);
        try (SmtpSession session = stranger(servers.tokyo)) {
            assertThat(session.rcpt("nobody-asked-for@example.com").code()).isEqualTo(550);
        }

        // Tokyo has its reply a moment before paris notes it.
        await().untilAsserted(() -> {
            JsonNode asked = paris.get(BASE + "/peers/tokyo").path("lastAskedUs");
            assertThat(asked.path("status").asText()).isEqualTo("does_not_exist");
            assertThat(asked.path("code").asInt()).isEqualTo(3);
        });
        JsonNode tokyo = paris.get(BASE + "/peers/tokyo");
        assertThat(tokyo.path("state").asText()).isEqualTo("up");
        assertThat(tokyo.has("openSince")).isFalse();
        assertThat(tokyo.path("lastAnswer").path("answer").asText()).isEqualTo("accepts");
        assertThat(Duration.between(
                        Instant.parse(tokyo.path("lastAnswer").path("at").asText()),
                        Instant.parse(tokyo.path("lastAskedUs").path("at").asText())))
                .isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
        JsonNode roundTrip = tokyo.path("roundTrip");
        assertThat(roundTrip.path("samples").asInt()).isPositive();
        assertThat(roundTrip.path("p50Millis").asDouble()).isPositive();
        assertThat(roundTrip.path("p99Millis").asDouble())
                .isGreaterThanOrEqualTo(roundTrip.path("p50Millis").asDouble())
                .isLessThan(10_000);
    }

    @Test
    void peersShouldBeTestedOneByOneOrAllAtOnce() {
        HttpResponse<String> all = paris.send("POST", BASE + "/peers?action=test", "");
        assertThat(all.statusCode()).as(all.body()).isEqualTo(200);
        JsonNode tested = WebAdmin.json(all);
        assertThat(tested).hasSize(2).allSatisfy(peer -> {
            assertThat(peer.path("answer").asText()).isEqualTo("unknown");
            assertThat(peer.path("alive").asBoolean()).isTrue();
            assertThat(peer.path("millis").asDouble()).isPositive();
        });
        assertThat(tested.get(0).path("peer").asText()).isEqualTo("tokyo");

        JsonNode one = WebAdmin.json(paris.send("POST", BASE + "/peers/austin?action=test", ""));
        assertThat(one.path("peer").asText()).isEqualTo("austin");
        assertThat(one.path("alive").asBoolean()).isTrue();
    }

    @Test
    @Tag("D3")
    void ownersShouldBeForgottenByAddressPeerAndDomain() {
        rcptAtParis(BOB);
        rcptAtParis(CAROL);
        JsonNode bob = paris.get(BASE + "/cache/" + BOB);
        assertThat(bob.path("owner").asText()).isEqualTo("tokyo");
        Instant foundAt = Instant.parse(bob.path("foundAt").asText());
        assertThat(bob.path("expiresAt").asText())
                .isEqualTo(foundAt.plus(Duration.ofDays(5)).toString());
        assertThat(bob.path("refreshAt").asText())
                .isEqualTo(foundAt.plus(Duration.ofHours(1)).toString());
        assertThat(bob.path("ageSeconds").asLong()).isNotNegative();

        assertThat(delete("/cache?peer=tokyo")).isEqualTo(204);
        assertThat(remembered(BOB)).isEqualTo(404);
        assertThat(remembered(CAROL)).isEqualTo(200);

        assertThat(delete("/cache?domain=elsewhere.example")).isEqualTo(204);
        assertThat(remembered(CAROL)).isEqualTo(200);
        assertThat(delete("/cache?domain=EXAMPLE.com")).isEqualTo(204);
        assertThat(remembered(CAROL)).isEqualTo(404);

        rcptAtParis(BOB);
        assertThat(delete("/cache")).isEqualTo(204);
        assertThat(remembered(BOB)).isEqualTo(404);
    }

    @Test
    void nobodyShouldBeShownWhileItIsRemembered() {
        String nobody = "nobody-is-this@example.com";
        assertThat(rcptAtParis(nobody)).isEqualTo(550);

        JsonNode entry = paris.get(BASE + "/cache/" + nobody);

        assertThat(entry.path("nobody").asBoolean()).isTrue();
        assertThat(entry.has("owner")).isFalse();
        assertThat(remembered(ALICE)).as("a mailbox of this server").isEqualTo(404);
    }

    private int rcptAtParis(String recipient) {
        try (SmtpSession session = stranger(servers.paris)) {
            return session.rcpt(recipient).code();
        }
    }

    private int remembered(String address) {
        return paris.send("GET", BASE + "/cache/" + address, "").statusCode();
    }

    private int delete(String path) {
        return paris.send("DELETE", BASE + path, "").statusCode();
    }
}
