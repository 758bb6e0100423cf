// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client tries addresses: what it is told of further ones, and who hears of it. */
@Tag("D14")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({NoLeftovers.class, DigestServers.Shared.class})
class HarvestIT {
    private static final String HARVESTER = "127.0.7.1";
    private static final String OTHER = "127.0.7.2";
    private static final String COLLEAGUE = "never-named@example.com";

    private final DigestServers servers;

    HarvestIT(DigestServers servers) {
        this.servers = servers;
    }

    @Test
    @Order(1)
    void clientThatTriesAddressesShouldCauseNoMoreQuestions() {
        servers.kobe.webAdmin().user(COLLEAGUE, PASSWORD);
        Awaitility.await().until(() -> servers.nara
                .webAdmin()
                .get("/domain-sharing/owners/" + COLLEAGUE)
                .path("steps")
                .findValuesAsText("outcome")
                .contains("listed"));
        servers.nara.webAdmin().send("DELETE", "/domain-sharing/cache/" + COLLEAGUE, "");
        try (SmtpSession session = ThreeServers.fromAddress(HARVESTER, servers.nara)) {
            for (int i = 0; i < Integer.parseInt(DigestServers.UNKNOWNS); i++) {
                assertThat(session.rcpt("guess-" + i + "@example.com").code()).isEqualTo(550);
            }
        }
        assertThat(servers.plain.asked("guess-7@example.com")).isOne();

        assertThat(rcpt(HARVESTER, "one-more@example.com"))
                .as("the peer without a digest may have it")
                .isEqualTo(451);
        assertThat(rcpt(HARVESTER, "pat@example.com"))
                .as("exists there, and is refused for no harvest")
                .isEqualTo(451);
        assertThat(rcpt(HARVESTER, COLLEAGUE)).as("in a digest").isEqualTo(250);
        assertThat(rcpt(HARVESTER, "alice@example.com")).as("here").isEqualTo(250);
        assertThat(List.of("one-more@example.com", "pat@example.com"))
                .allSatisfy(address -> assertThat(servers.plain.asked(address)).isZero());
        assertThat(rcpt(OTHER, "pat@example.com")).isEqualTo(250);
        assertThat(suspects(servers.nara)).containsExactly(HARVESTER);
    }

    @Test
    @Order(2)
    void peersShouldHearOfIt() {
        Awaitility.await().until(() -> suspects(servers.kobe).contains(HARVESTER));

        JsonNode suspect =
                servers.kobe.webAdmin().get("/domain-sharing/harvest").path(0);
        assertThat(suspect.path("toldBy").asText()).isEqualTo("nara");
        assertThat(suspect.path("until").asText()).isNotEmpty();
    }

    @Test
    @Order(3)
    void peersSessionsAndUsersShouldBeExempt() {
        assertThat(ThreeServers.fromAddress("127.0.3.12", servers.nara)).satisfies(session -> {
            try (session) {
                assertThat(session.rcpt("alice@example.com").code()).isEqualTo(250);
            }
        });
        try (SmtpSession session = ThreeServers.submission(HARVESTER, servers.nara, "alice@example.com")) {
            assertThat(session.rcpt("not-guessed@example.com").code()).isEqualTo(550);
        }
        try (SmtpSession session = ThreeServers.fromAddress(DigestServers.MAY_RELAY, servers.nara)) {
            for (int i = 0; i <= Integer.parseInt(DigestServers.UNKNOWNS); i++) {
                assertThat(session.rcpt("typed-" + i + "@example.com").code()).isEqualTo(550);
            }
        }
        assertThat(suspects(servers.nara)).doesNotContain(DigestServers.MAY_RELAY);
        assertThat(servers.plain.asked("not-guessed@example.com")).isOne();
    }

    @Test
    @Order(4)
    void operatorShouldHaveItBeginAnew() {
        assertThat(servers.nara
                        .webAdmin()
                        .send("DELETE", "/domain-sharing/harvest/" + HARVESTER, "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(rcpt(HARVESTER, "asked-again-now@example.com")).isEqualTo(550);
        assertThat(servers.plain.asked("asked-again-now@example.com")).isOne();
        assertThat(suspects(servers.nara)).doesNotContain(HARVESTER);
        assertThat(servers.nara
                        .webAdmin()
                        .send("DELETE", "/domain-sharing/harvest/nobody", "")
                        .statusCode())
                .isEqualTo(400);
    }

    private int rcpt(String from, String recipient) {
        try (SmtpSession session = ThreeServers.fromAddress(from, servers.nara)) {
            return session.rcpt(recipient).code();
        }
    }

    private static List<String> suspects(JamesServer server) {
        return server.webAdmin().get("/domain-sharing/harvest").findValuesAsText("client");
    }
}
