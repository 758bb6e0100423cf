// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers know each other's addresses beforehand: what that saves, how soon it is right, and what it tells while one is down. */
@Tag("D13")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({NoLeftovers.class, DigestServers.Shared.class})
class DigestIT {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    /** On a busy machine: digest/every, and a scan. */
    private static final Duration NEXT_SCAN = Duration.ofSeconds(70);

    private final DigestServers servers;

    DigestIT(DigestServers servers) {
        this.servers = servers;
    }

    @Test
    @Order(1)
    void unknownAddressShouldBeRefusedWithoutAQuestionToThoseThatHaveADigest() {
        assumeThatANoCounts();
        double before = digestNo("kobe");
        assertThat(servers.rcpt("no-such@example.com")).isEqualTo(550);

        assertThat(digestNo("kobe")).isEqualTo(before + 1);
        assertThat(servers.plain.asked("no-such@example.com"))
                .as("who has no digest is asked as ever")
                .isOne();
        JsonNode owner = servers.nara.webAdmin().get("/domain-sharing/owners/no-such-either@example.com");
        assertThat(owner.path("source").asText()).isEqualTo("digest");
        assertThat(owner.path("steps").findValuesAsText("step")).contains("digest");
    }

    @Test
    @Order(2)
    void accountShouldBeFoundAtTheOtherServersWithinTwoSeconds() {
        assertThat(servers.rcpt("new@example.com")).isEqualTo(550);

        servers.kobe.webAdmin().user("new@example.com", PASSWORD);

        soon().until(() -> servers.rcpt("new@example.com") == 250);
    }

    @Test
    @Order(3)
    void deletedAccountShouldBeRefusedAtTheOtherServersWithinTwoSeconds() {
        servers.kobe.webAdmin().user("gone@example.com", PASSWORD);
        soon().until(() -> servers.rcpt("gone@example.com") == 250);

        servers.kobe.webAdmin().send("DELETE", "/users/gone@example.com", "");

        soon().until(() -> servers.rcpt("gone@example.com") == 550);
    }

    // No event tells of it, and no route of WebAdmin is used: the next scan finds it.
    @Test
    @Order(4)
    void accountThatIsDeletedByTheCommandLineOfJamesShouldBeRefusedWithinTwoSecondsToo() {
        servers.kobe.webAdmin().user("gone-by-cli@example.com", PASSWORD);
        soon().until(() -> servers.rcpt("gone-by-cli@example.com") == 250);

        assertThat(servers.kobe
                        .cli()
                        .run("RemoveUser", "gone-by-cli@example.com")
                        .exitCode())
                .isZero();

        soon().until(() -> servers.rcpt("gone-by-cli@example.com") == 550);
    }

    @Test
    @Order(5)
    void movedAccountShouldBeFoundAtItsNewServer() {
        servers.kobe.webAdmin().user("moves@example.com", PASSWORD);
        soon().until(() -> servers.rcpt("moves@example.com") == 250);

        servers.kobe.webAdmin().send("DELETE", "/users/moves@example.com", "");
        servers.gifu.webAdmin().user("moves@example.com", PASSWORD);

        soon().until(() -> servers.nara
                .webAdmin()
                .get("/domain-sharing/owners/moves@example.com")
                .path("peer")
                .asText()
                .equals("gifu"));
        assertThat(servers.rcpt("moves@example.com")).isEqualTo(250);
    }

    @Test
    @Order(6)
    void accountGuardShouldAskThoughTheDigestSaysNo() {
        servers.nara.webAdmin().user("guarded@example.com", PASSWORD);

        assertThat(servers.plain.asked("guarded@example.com")).isPositive();
        assertThat(servers.kobe
                        .webAdmin()
                        .send("PUT", "/users/guarded@example.com", "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    @Order(7)
    void mingerAsTheDraftHasItShouldWorkBothWays() throws IOException {
        assertThat(servers.rcpt("pat@example.com")).isEqualTo(250);
        assertThat(MingerByHand.ask("127.0.3.14", servers.nara, "alice@example.com"))
                .isEqualTo("alice@example.com 5");
        assertThat(DigestServers.digest(servers.nara, "plain").isMissingNode()).isTrue();
    }

    @Test
    @Order(8)
    void domainWithAnAddressMappingShouldBeAskedForAsEver() {
        assertThat(coverage("gifu")).isEqualTo("guarded");
        String mapping = "/mappings/address/" + "sales@example.com" + "/targets/moves@example.com";

        assertThat(servers.gifu.webAdmin().send("POST", mapping, "").statusCode())
                .isEqualTo(204);
        Awaitility.await().atMost(NEXT_SCAN).until(() -> coverage("gifu").equals("listed"));
        double before = digestNo("gifu");
        assertThat(servers.rcpt("sales@example.com")).isEqualTo(250);
        assertThat(servers.rcpt("asked-at-gifu@example.com")).isEqualTo(550);
        assertThat(digestNo("gifu"))
                .as("no word of the digest counts against the peer")
                .isEqualTo(before);
        assertThat(servers.gifu.webAdmin().send("DELETE", mapping, "").statusCode())
                .isEqualTo(204);
        Awaitility.await().atMost(NEXT_SCAN).until(() -> coverage("gifu").equals("guarded"));
    }

    @Test
    @Order(9)
    void whileAServerIsDownItsAddressesShouldBeTakenAndNoOthers() {
        assumeThatANoCounts();
        String colleague = "never-seen@example.com";
        servers.kobe.webAdmin().user(colleague, PASSWORD);
        soon().until(() -> servers.nara
                .webAdmin()
                .get("/domain-sharing/owners/" + colleague)
                .path("steps")
                .findValuesAsText("outcome")
                .contains("listed"));
        servers.nara.webAdmin().send("DELETE", "/domain-sharing/cache/" + colleague, "");
        servers.gate.shut();
        servers.kobe.kill();

        try (SmtpSession session = ThreeServers.stranger(servers.nara)) {
            assertThat(session.rcpt("no-such-while-down@example.com").code()).isEqualTo(550);
            assertThat(session.rcpt(colleague).code()).isEqualTo(250);
            assertThat(session.data(message("for-later")).code()).isEqualTo(250);
        }
        JsonNode owner = servers.nara.webAdmin().get("/domain-sharing/owners/" + colleague);
        assertThat(owner.path("peer").asText()).isEqualTo("kobe");
        assertThat(owner.path("source").asText()).isEqualTo("digest");
        assertThat(owner.has("digestAgeSeconds")).isTrue();
        Awaitility.await().until(() -> servers.nara.webAdmin().queueSize("domain-sharing-kobe") == 1);

        servers.kobe.start();
        servers.kobe.webAdmin().user(colleague, PASSWORD);
        servers.gate.open();

        servers.kobe.inbox(colleague, PASSWORD).await("Subject: for-later");
        DigestServers.await(servers.nara, "kobe");
    }

    /** The last one: a mapping that WebAdmin puts is a domain alias, and what it deletes is another kind, so this one stays. */
    @Test
    @Order(10)
    void domainWithADomainMappingShouldBeAskedForAsEver() {
        assumeThatANoCounts();
        double before = digestNo("gifu");
        assertThat(servers.gifu
                        .webAdmin()
                        .send("PUT", "/domainMappings/example.com", "elsewhere.example")
                        .statusCode())
                .isEqualTo(204);

        Awaitility.await().atMost(NEXT_SCAN).until(() -> coverage("gifu").equals("not_listed"));

        assertThat(servers.rcpt("asked-again@example.com")).isEqualTo(550);
        assertThat(digestNo("gifu")).isEqualTo(before);
    }

    private static void assumeThatANoCounts() {
        assumeThat(ServerKind.underTest().isOnRabbitMq())
                .as("a site that may have several nodes takes no digest's no")
                .isFalse();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(TWO_SECONDS);
    }

    private String coverage(String peer) {
        return DigestServers.digest(servers.nara, peer)
                .path("domains")
                .path(0)
                .path("coverage")
                // A domain that is not named.
                .asText("not_listed");
    }

    private double digestNo(String peer) {
        return Scrape.of(servers.nara).samples().stream()
                .filter(sample -> sample.toString()
                        .equals("domain_sharing_digest_answers_total{answer=\"no\",peer=\"" + peer + "\"}"))
                .mapToDouble(Scrape.Sample::value)
                .findFirst()
                .orElseThrow();
    }
}
