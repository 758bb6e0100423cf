// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.PrimaryAndSecondaries.BACKUP;
import static io.domainsharing.it.PrimaryAndSecondaries.hand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary that dies and comes back, and the servers that hold its mail meanwhile. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class PrimaryAndSecondariesIT {
    private static final int MESSAGES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private PrimaryAndSecondaries servers;

    @BeforeAll
    void start() {
        servers = new PrimaryAndSecondaries();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    @Tag("R1")
    void heldMailShouldReachThePrimaryOnceWhenItIsBack() {
        servers.home.kill();
        List<String> subjects = hand(servers.keeper, "by-retry", MESSAGES);

        // The figures are as of a moment ago, and the last mails may be on their way into the queue.
        await().untilAsserted(() -> {
            JsonNode held = gateway(servers.keeper);
            assertThat(held.path("waiting").asInt()).isEqualTo(MESSAGES);
            assertThat(held.path("oldestSince").asText()).startsWith("20");
        });
        await().untilAsserted(() -> assertThat(
                        gateway(servers.keeper).path("lastFailure").asText())
                .contains(servers.home.endpoints().host()));
        assertThat(gateway(servers.keeper).path("nextAttempt").asText()).startsWith("20");
        assertThat(servers.keeper.log())
                .containsOnlyOnce("Its mail waits, and is tried one at a time until it answers");
        servers.home.start();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(servers.delivered("by-retry"))
                .containsExactlyInAnyOrderElementsOf(subjects));
        awaitNothingWaiting(servers.keeper);
        assertThat(servers.delivered("by-retry")).as("once").containsExactlyInAnyOrderElementsOf(subjects);
        assertThat(servers.keeper.log()).contains("is reached again");
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    void heldMailShouldComeAtOnceWhenThePrimaryAsksForItAtItsStart() {
        servers.home.kill();
        List<String> subjects = hand(servers.backup, "by-etrn", MESSAGES);
        await().untilAsserted(() ->
                assertThat(gateway(servers.backup).path("lastFailure").asText()).isNotEmpty());
        servers.home.start();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(servers.delivered("by-etrn"))
                .containsExactlyInAnyOrderElementsOf(subjects));
        awaitNothingWaiting(servers.backup);
        assertThat(servers.delivered("by-etrn")).as("once").containsExactlyInAnyOrderElementsOf(subjects);
        assertThat(servers.home.log())
                .containsPattern("The secondary " + BACKUP + ":\\d+ answers ETRN example.com: 25");
    }

    @Test
    @Tag("R3")
    void everyDomainOfASecondaryShouldBeAskedForAndItsAnswersShown() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(servers.etrns).contains("ETRN example.com", "ETRN other.example"));

        await().untilAsserted(() -> {
            JsonNode scripted =
                    servers.home.webAdmin().get("/domain-sharing/secondaries").get(2);
            assertThat(scripted.path("name").asText()).isEqualTo(servers.scripted.address());
            assertThat(scripted.path("state").asText()).isEqualTo("up");
            assertThat(scripted.path("domain").get(0).path("code").asInt()).isEqualTo(253);
            assertThat(scripted.path("domain").get(0).path("reply").asText()).isEqualTo("253 2.0.0 OK, 17 pending");
            assertThat(scripted.path("domain").get(1).path("name").asText()).isEqualTo("other.example");
        });
    }

    @Test
    @Tag("R5")
    void secondaryShouldHandOverMailForItsDomainsWhateverTheSenderAndNothingElse() {
        try (SmtpSession session = sessionFrom(BACKUP)) {
            assertThat(session.mail("nobody-at-all@example.com").code()).isEqualTo(250);
            assertThat(session.rcpt("victim@elsewhere.example").code())
                    .as("relaying")
                    .isBetween(500, 599);
            assertThat(session.rcpt("user@other.example").toString()).contains("451 4.7.1");
            assertThat(session.rcpt("nobody@example.com").code()).isEqualTo(550);
            assertThat(session.rcpt("user@example.com").code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("handed-over-0")).code())
                    .isEqualTo(250);
        }

        await().untilAsserted(() -> assertThat(servers.delivered("handed-over")).hasSize(1));
        try (SmtpSession session = sessionFrom("127.0.2.29")) {
            assertThat(session.mail("colleague@example.com").code())
                    .as("from nobody's address")
                    .isEqualTo(530);
        }
    }

    @Test
    @Tag("R5")
    void secondaryThatAsksByMingerShouldTakeMailForMailboxesOfAllSites() {
        // Not before it asks again: another test may have killed the primary a moment ago.
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (SmtpSession session =
                    SmtpSession.connect(servers.keeper.endpoints().smtpAddress())) {
                session.ehlo();
                assertThat(session.mail("ann@example.net").code()).isEqualTo(250);
                assertThat(session.rcpt("nobody-there@example.com").code()).isEqualTo(550);
            }
        });

        List<String> subjects = hand(servers.keeper, "while-up", 2);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(servers.delivered("while-up"))
                .containsExactlyInAnyOrderElementsOf(subjects));
    }

    private static void awaitNothingWaiting(JamesServer server) {
        await().untilAsserted(() ->
                assertThat(gateway(server).path("waiting").asInt()).isZero());
    }

    private SmtpSession sessionFrom(String host) {
        SmtpSession session = SmtpSession.connect(servers.home.endpoints().smtpAddress(), host);
        session.ehlo();
        return session;
    }

    private static JsonNode gateway(JamesServer server) {
        return server.webAdmin().get("/domain-sharing/gateways").get(0);
    }
}
