// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator finds in James's log of each recipient, and in its health check of a peer that is gone. */
@Tag("O3")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class AuditIT {
    private static final String HEALTH = "/healthcheck/checks/Domain%20Sharing";
    /** Nobody answers there. */
    private static final String DEAD_PEER =
            "{\"smtp\":[\"127.0.9.9:2525\"],\"mingerPort\":4069,\"secret\":\"a-secret-of-nobody\"}";

    private final ThreeServers servers;
    private final WebAdmin paris;

    AuditIT(ThreeServers servers) {
        this.servers = servers;
        this.paris = servers.paris.webAdmin();
    }

    @Test
    void handoverShouldBeOneLineWithMailOwnerWayAndTime() {
        String subject = "audited-" + System.nanoTime();
        try (SmtpSession session = stranger(servers.paris)) {
            assertThat(session.rcpt(BOB).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }

        servers.tokyo.inbox(BOB, ThreeServers.PASSWORD).await("Subject: " + subject);
        await().untilAsserted(() -> assertThat(audited(
                        "Mail\\S+ for \\[" + Pattern.quote(BOB) + "\\] is with tokyo \\(way cache, [0-9]+ ms\\)"))
                .isNotEmpty());
    }

    @Test
    void refusedRecipientShouldBeOneLineWithWayAndTime() {
        String nobody = "audited-nobody@example.com";
        try (SmtpSession session = stranger(servers.paris)) {
            assertThat(session.rcpt(nobody).code()).isEqualTo(550);
            assertThat(session.rcpt(nobody).code()).isEqualTo(550);
        }

        String line = "RCPT refused: session \\S+ sender <ann@example\\.net> rcpt <" + Pattern.quote(nobody) + "> ";
        await().untilAsserted(() -> assertThat(audited(line)).hasSize(2));
        assertThat(audited(line).get(0)).containsPattern("\\(way peer, [0-9]+ ms\\): nobody has this mailbox$");
        assertThat(audited(line).get(1)).endsWith("(way cache): nobody has this mailbox");
    }

    @Test
    void peerThatIsGoneShouldPutRecipientsOffOneLineEachAndDegradeTheHealth() {
        assertThat(paris.get(HEALTH).path("status").asText()).isEqualTo("healthy");
        assertThat(paris.send("PUT", "/domain-sharing/peers/gone", DEAD_PEER).statusCode())
                .isEqualTo(204);
        try {
            for (int i = 0; i < 3; i++) {
                try (SmtpSession session = stranger(servers.paris)) {
                    assertThat(session.rcpt("audited-doubt" + i + "@example.com")
                                    .code())
                            .isEqualTo(451);
                }
                String line = "RCPT put off: .* rcpt <audited-doubt" + i + "@example\\.com> \\(way peer, [0-9]+ ms\\):"
                        + " undetermined, .*gone";
                await().untilAsserted(() -> assertThat(audited(line)).hasSize(1));
            }

            JsonNode health = paris.get(HEALTH);
            assertThat(health.path("status").asText()).isEqualTo("degraded");
            String openSince =
                    paris.get("/domain-sharing/peers/gone").path("openSince").asText();
            assertThat(health.path("cause").asText()).isEqualTo("Peers down: gone since " + openSince);
            JsonNode tested = WebAdmin.json(paris.send("POST", "/domain-sharing/peers/gone?action=test", ""));
            assertThat(tested.path("alive").asBoolean()).isFalse();
            assertThat(tested.path("answer").asText()).isIn("timeout", "unreachable");
            JsonNode owner = paris.get("/domain-sharing/owners/audited-doubt0@example.com");
            assertThat(owner.path("verdict").asText()).isEqualTo("undetermined");
            assertThat(owner.path("replyLine").asText())
                    .isEqualTo("451 4.4.3 Cannot verify the recipient at present, try again later:"
                            + " audited-doubt0@example.com");
        } finally {
            paris.send("DELETE", "/domain-sharing/peers/gone", "");
        }
        assertThat(paris.get(HEALTH).path("status").asText()).isEqualTo("healthy");
    }

    /** The lines of paris's audit in which that is found. */
    private List<String> audited(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return servers.paris
                .log()
                .lines()
                .filter(line -> line.contains("io.domainsharing.audit") || line.contains("i.d.audit"))
                .filter(line -> wanted.matcher(line).find())
                .toList();
    }
}
