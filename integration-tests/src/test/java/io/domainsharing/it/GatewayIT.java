// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.GatewayServers.ALICE;
import static io.domainsharing.it.GatewayServers.BOB;
import static io.domainsharing.it.GatewayServers.BOTH;
import static io.domainsharing.it.GatewayServers.KIM;
import static io.domainsharing.it.GatewayServers.hand;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains that a James relays to the hosts that have them, and to nowhere else. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class GatewayIT {
    private GatewayServers servers;

    @BeforeAll
    void start() {
        servers = new GatewayServers();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    @Tag("G1")
    void strangersMailShouldReachTheHostThatVerifiedItsRecipientByMinger() {
        assertThat(servers.relay.webAdmin().get("/domains").toString()).doesNotContain("customer.example");

        servers.send("by-minger", BOB);

        servers.customer.inbox(BOB, PASSWORD).await("Subject: by-minger");
        assertThat(servers.rcpt("nobody@customer.example").toString()).contains("550 5.1.1");
        assertThat(servers.rcpt("BOB@Customer.EXAMPLE").code()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({"yes, 250 2.1.5", "no, 550 5.1.1", "full, 451 4.2.1", "denied, 451 4.4.3"})
    @Tag("G1")
    void recipientShouldBeAnsweredAsTheHostSays(String user, String reply) {
        assertThat(servers.rcpt(user + "@scripted.example").toString()).contains(reply);
    }

    @Test
    @Tag("G1")
    void fileShouldDecideAndItsChangesCountWhileJamesRuns() {
        assertThat(servers.rcpt("bob@listed.example").code()).isEqualTo(250);
        assertThat(servers.rcpt("ann@listed.example").code()).isEqualTo(550);

        servers.writeList("# bob has left\nAnn@listed.example\n");
        await().untilAsserted(() ->
                assertThat(servers.rcpt("ann@listed.example").code()).isEqualTo(250));
        assertThat(servers.rcpt("bob@listed.example").code()).isEqualTo(550);
        servers.send("by-file", "ann@listed.example");
        awaitTaken("by-file");

        servers.writeList("nobody's line\n");
        await().untilAsserted(() -> assertThat(servers.relay.log())
                .contains("conf/domainsharing.xml: gateways/gateway/file: file://conf/listed.txt, line 1: 'nobody's"
                        + " line' is not an address"));
        assertThat(servers.rcpt("ann@listed.example").code()).isEqualTo(250);
    }

    @Test
    @Tag("G1")
    void everyAddressShouldBeRelayedWhereNothingIsVerified() {
        servers.send("unverified", "anybody@open.example", "somebody@open.example");

        SmtpSink.Mail mail = awaitTaken("unverified");
        assertThat(mail.recipients()).containsExactlyInAnyOrder("anybody@open.example", "somebody@open.example");
    }

    @Test
    @Tag("G1")
    void gatewayShouldComeBeforeTheAccountsOfADomainThatIsLocalToo() {
        await().untilAsserted(() -> assertThat(servers.relay.log())
                .contains("gateway[both.example]/domain is one of James's own domains as well"));
        assertThat(servers.rcpt("local@both.example").code()).isEqualTo(550);

        servers.send("both", "bob@both.example");
        awaitTaken("both");
    }

    @Test
    @Tag("G1")
    void usersShouldReachTheGatewayAsStrangersDo() {
        try (SmtpSession session = ThreeServers.submission(servers.relay, ALICE)) {
            assertThat(session.rcpt("no@scripted.example").code()).isEqualTo(550);
            hand(session, "from-alice", "anybody@open.example");
        }
        assertThat(awaitTaken("from-alice").sender()).isEqualTo(ALICE);
    }

    @Test
    @Tag("G1")
    void mailThatAGroupSendsToAGatewayShouldGoThereAndItsRefusalComeBack() {
        servers.relay.webAdmin().group("help@example.com", "anybody@open.example");
        servers.relay.webAdmin().group("old-help@example.com", "no@scripted.example");
        servers.host
                .sink()
                .answering(command -> command.startsWith("RCPT TO:<no@")
                        ? Optional.of("550 5.1.1 the host knows no such user")
                        : Optional.empty());

        servers.send("for-a-group", "help@example.com", "old-help@example.com");

        awaitTaken("for-a-group");
        awaitReturned("550 5.1.1 the host knows no such user", "relay -> gateway-scripted.example");
    }

    @Test
    @Tag("G1")
    @Tag("L1")
    void mailThatComesBackShouldBeReturnedWithItsPath() {
        servers.send("in-circles", "anybody@loop.example");

        awaitReturned("5.4.6", "relay -> gateway-loop.example -> relay -> gateway-loop.example -> relay");
    }

    @Test
    @Tag("G1")
    @Tag("L1")
    void mailShouldReachTheHostWhenAStrangerHasForgedTheLinesOfThisServer() {
        String forged = "X-Domain-Sharing-Gateway: node=relay; gateway=open.example\n";

        try (SmtpSession session = ThreeServers.stranger(servers.relay)) {
            assertThat(session.rcpt("anybody@open.example").code()).isEqualTo(250);
            assertThat(session.data(forged + forged + ThreeServers.message("forged-lines"))
                            .code())
                    .isEqualTo(250);
        }

        awaitTaken("forged-lines");
    }

    @ParameterizedTest
    @Tag("G1")
    @Tag("L3")
    @ValueSource(
            strings = {
                "victim@elsewhere.example",
                "victim%elsewhere.example@open.example",
                "elsewhere.example!victim@open.example",
                "\"victim@elsewhere.example\"@open.example",
                "\"victim%elsewhere.example\"@open.example",
                "@open.example:victim@elsewhere.example",
                "@open.example,@customer.example:victim@elsewhere.example",
                "victim@elsewhere.example@open.example",
                "anybody@sub.open.example",
                "anybody@xopen.example",
                "anybody@open.example.",
                "anybody@open.example.elsewhere.example",
                "anybody@[127.0.1.64]"
            })
    void nothingElseShouldBeRelayed(String recipient) {
        // From a stranger, the gateway's own host, and a peer.
        for (String address : new String[] {"127.0.0.1", "127.0.1.64", "127.0.1.63"}) {
            try (SmtpSession session = ThreeServers.fromAddress(address, servers.relay)) {
                assertThat(session.rcpt(recipient).code())
                        .as("%s from %s", recipient, address)
                        .isBetween(500, 599);
                assertThat(session.send("DATA").code()).isBetween(500, 599);
            }
        }
    }

    @Test
    @Tag("G1")
    void webAdminShouldListTheGatewaysWithoutTheirSecrets() {
        servers.rcpt("yes@scripted.example");

        JsonNode gateways = servers.relay.webAdmin().get("/domain-sharing/gateways");

        assertThat(gateways).hasSize(8);
        assertThat(gateways.get(1).path("domain").asText()).isEqualTo("scripted.example");
        assertThat(gateways.get(1).path("state").asText()).isEqualTo("up");
        assertThat(gateways.get(1).path("queue").asText()).isEqualTo("domain-sharing-gateway-scripted.example");
        assertThat(gateways.get(5).path("listed").asInt()).isEqualTo(1);
        assertThat(gateways.toString()).doesNotContain("secret");
        JsonNode owner = servers.relay.webAdmin().get("/domain-sharing/owners/yes@scripted.example?refresh=true");
        assertThat(owner.path("verdict").asText()).isEqualTo("gateway");
        assertThat(owner.path("reply").asText()).isEqualTo("250");
    }

    @Test
    @Tag("G2")
    void unreachableHostsRecipientShouldBeAcceptedAndReachItWhenSoConfigured() {
        servers.send("accepted", "silent@accept.example");

        awaitTaken("accepted");
    }

    @Test
    @Tag("G2")
    void unreachableHostsRecipientShouldBeDeferredWhenSoConfigured() {
        assertThat(servers.rcpt("silent@defer.example").toString()).contains("451 4.4.3");
    }

    @Test
    @Tag("G1")
    @Tag("L2")
    void mailShouldWaitInTheGatewaysOwnQueueUntilItsHostIsBack() {
        String queue = "domain-sharing-gateway-customer.example";
        servers.customerGate.shut();

        servers.send("waiting", BOB);
        await().untilAsserted(() -> assertThat(servers.relay
                        .webAdmin()
                        .get("/domain-sharing/gateways")
                        .get(0)
                        .path("waiting")
                        .asInt())
                .isEqualTo(1));
        await().during(Duration.ofSeconds(4))
                .untilAsserted(() ->
                        assertThat(servers.relay.webAdmin().queueSize(queue)).isEqualTo(1));
        assertThat(servers.outside.mails("waiting")).isEmpty();
        servers.customerGate.open();
        assertThat(flush("customer.example")).isEqualTo(204);
        assertThat(flush("nobodys.example")).isEqualTo(404);

        servers.customer.inbox(BOB, PASSWORD).await("Subject: waiting");
        await().untilAsserted(() ->
                assertThat(servers.relay.webAdmin().queueSize(queue)).isZero());
    }

    @Test
    @Tag("G3")
    void addressThatOnlyAPeerHasShouldBeDeliveredToThatPeer() {
        servers.send("for-the-peer", KIM, BOB);

        servers.branch.inbox(KIM, PASSWORD).await("Subject: for-the-peer");
        servers.customer.inbox(BOB, PASSWORD).await("Subject: for-the-peer");
    }

    @Test
    @Tag("G3")
    void hostShouldWinWhereAPeerHasTheAddressToo() {
        servers.send("for-the-host", BOTH);

        servers.customer.inbox(BOTH, PASSWORD).await("Subject: for-the-host");
        assertThat(servers.branch.inbox(BOTH, PASSWORD).messages()).isEmpty();
    }

    private SmtpSink.Mail awaitTaken(String subject) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(servers.host.sink().mails(subject)).hasSize(1));
        return servers.host.sink().mails(subject).get(0);
    }

    private void awaitReturned(String... parts) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(servers.outside.mails())
                .filteredOn(mail -> mail.recipients().contains("ann@example.net"))
                .anySatisfy(mail ->
                        assertThat(mail.content().replaceAll("\\s+", " ")).contains(parts)));
    }

    private int flush(String domain) {
        return servers.relay
                .webAdmin()
                .send("POST", "/domain-sharing/gateways/" + domain + "/flush", "")
                .statusCode();
    }
}
