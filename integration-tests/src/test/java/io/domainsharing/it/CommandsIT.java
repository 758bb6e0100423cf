// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What VRFY and ETRN are answered. nice shares example.com with oslo and holds mail for customer.example, branch.customer.example
 * and other.example, each behind a gate of its own; after the first seconds it would try mail again in an hour only.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class CommandsIT {
    private static final String OSLO = "127.0.1.142";
    private static final String CUSTOMER = "127.0.1.144";
    private static final String STRANGER = "127.0.1.145";
    private static final String BACKUP = "backup@example.com";
    private static final String CANNOT_TELL = "252 2.0.0 Cannot verify this address; try RCPT";
    private static final String FLUSHED = "mails for gateway-customer.example are tried now: " + CUSTOMER;

    private final SmtpSink host = SmtpSink.on("127.0.1.143");
    private final Map<String, TcpGate> gates = new LinkedHashMap<>();
    private OnePeerServer nice;

    @BeforeAll
    void start() {
        nice = new OnePeerServer(
                "nice",
                "127.0.1.141",
                OSLO,
                xml -> {
                    xml.set("delivery/delayTime", "4*1 second, 10*1 hour");
                    gateway(xml, "customer.example", "etrnFrom", CUSTOMER);
                    gateway(xml, "branch.customer.example", "etrnFrom", CUSTOMER);
                    gateway(xml, "other.example", "etrnUser", BACKUP);
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.set("defaultDomain", "example.com")));
        nice.james
                .webAdmin()
                .user(BACKUP, PASSWORD)
                .user("full@example.com", PASSWORD)
                .alias("alias@example.com", LOCAL)
                .group("group@example.com", LOCAL);
        assertThat(put("/quota/users/full@example.com/count", "0")).isEqualTo(204);
        assertThat(nice.james
                        .webAdmin()
                        .send("POST", "/mappings/address/*@example.com/targets/" + LOCAL, "")
                        .statusCode())
                .isEqualTo(204);
    }

    @BeforeEach
    void hostIsAway() {
        gates.values().forEach(TcpGate::shut);
    }

    @AfterAll
    void stop() {
        nice.close();
        gates.values().forEach(TcpGate::close);
        host.close();
    }

    @ParameterizedTest
    @Tag("V2")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <local@example.com>    | 250 2.1.5 <local@example.com>
            LOCAL@Example.COM      | 250 2.1.5 <local@example.com>
            local                  | 250 2.1.5 <local@example.com>
            alias@example.com      | 250 2.1.5 <alias@example.com>
            group@example.com      | 250 2.1.5 <group@example.com>
            full@example.com       | 450 4.2.1 Mailbox takes no mail at present: <full@example.com>
            anybody@example.com    | 550 5.1.1 Unknown user: <anybody@example.com>
            local@elsewhere.example | 252 2.0.0 Cannot verify this address; try RCPT
            bob@customer.example   | 252 2.0.0 Cannot verify this address; try RCPT
            b\u00f6b@example.com       | 501 5.5.4 Syntax: VRFY <user@example.com>
            local@                 | 501 5.5.4 Syntax: VRFY <user@example.com>
            """)
    void peerShouldHearTheTruthAndAStrangerNothing(String argument, String reply) {
        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.send("VRFY " + argument).toString()).isEqualTo(reply);
        }
        try (SmtpSession stranger = from(STRANGER)) {
            assertThat(stranger.send("VRFY " + argument).toString())
                    .isEqualTo(reply.startsWith("501") ? reply : CANNOT_TELL);
        }
        assertThat(nice.peer.asked("anybody@example.com")).isZero();
    }

    @Test
    @Tag("V2")
    void ehloShouldListVrfyForThoseWhoGetAnAnswerBeforeAndAfterStartTls() {
        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.ehlo().text()).contains("VRFY");
            peer.startTls();
            assertThat(peer.ehlo().text()).contains("VRFY");
            assertThat(peer.send("VRFY " + LOCAL).code()).isEqualTo(250);
        }
        try (SmtpSession stranger = from(STRANGER)) {
            assertThat(stranger.ehlo().text()).doesNotContain("VRFY");
        }
    }

    @Test
    @Tag("V2")
    void repliesShouldComeInOrderWhenVrfyIsPipelined() {
        try (SmtpSession peer = from(OSLO)) {
            peer.ehlo();
            peer.write("VRFY local\r\nMAIL FROM:<ann@example.net>\r\nVRFY anybody\r\nRCPT TO:<" + LOCAL
                    + ">\r\nVRFY full\r\nRSET\r\n");
            assertThat(IntStream.range(0, 6).map(i -> peer.read().code()))
                    .containsExactly(250, 250, 550, 250, 450, 250);
        }
    }

    @Test
    @Tag("V2")
    void addressThatNobodyHadShouldBeAskedAboutAgainWhenAPeerHasAsked() {
        String newcomer = "newcomer@example.com";
        nice.rcpt(newcomer);
        nice.rcpt(newcomer);
        assertThat(nice.peer.asked(newcomer)).isEqualTo(1);

        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.send("VRFY " + newcomer).code()).isEqualTo(550);
        }

        nice.rcpt(newcomer);
        assertThat(nice.peer.asked(newcomer)).isEqualTo(2);
    }

    @Test
    @Tag("R2")
    void heldMailShouldLeaveAtOnceWhenItsOwnerAsks() {
        hold("asked-for", "bob@customer.example", "kim@branch.customer.example", "eve@other.example");

        gates.values().forEach(TcpGate::open);
        try (SmtpSession customer = from(CUSTOMER)) {
            customer.ehlo();
            assertThat(customer.send("ETRN @customer.example").toString())
                    .isEqualTo("253 2.0.0 OK, 2 pending messages for node @customer.example started");
        }
        awaitTaken("asked-for", 2);
        try (SmtpSession user = ThreeServers.submission(nice.james, BACKUP)) {
            assertThat(user.send("ETRN other.example").code())
                    .as("within a mail")
                    .isEqualTo(503);
            user.send("RSET");
            assertThat(user.ehlo().text()).contains("ETRN");
            assertThat(user.send("ETRN other.example").code()).isEqualTo(253);
            assertThat(user.send("ETRN customer.example").code()).isEqualTo(459);
        }
        awaitTaken("asked-for", 3);
        try (SmtpSession customer = from(CUSTOMER)) {
            customer.ehlo();
            await().untilAsserted(() -> assertThat(
                            customer.send("ETRN branch.customer.example").toString())
                    .isEqualTo("251 2.0.0 OK, no messages waiting for node branch.customer.example"));
        }
    }

    @Test
    @Tag("R2")
    void heldMailShouldLeaveByItsRetriesWhenNobodyAsks() {
        nice.send("ann@example.net", "by-itself", "ida@customer.example");
        await().until(() -> nice.james.log().contains("for gateway-customer.example: {ida@customer.example="));

        gates.values().forEach(TcpGate::open);

        awaitTaken("by-itself", 1);
    }

    @Test
    @Tag("R2")
    void etrnShouldBeAnsweredAsWhoAsksMayKnow() {
        try (SmtpSession customer = from(CUSTOMER)) {
            assertThat(customer.send("ETRN customer.example").code()).isEqualTo(503);
            assertThat(customer.ehlo().text()).contains("ETRN");
            assertThat(customer.send("ETRN other.example").code()).isEqualTo(459);
            assertThat(customer.send("ETRN").code()).isEqualTo(501);
            assertThat(customer.send("ETRN #customer.example").code()).isEqualTo(459);
        }
        try (SmtpSession stranger = from(STRANGER)) {
            stranger.ehlo();
            for (String domain : List.of("customer.example", "unknown.example")) {
                assertThat(stranger.send("ETRN " + domain).toString())
                        .isEqualTo("459 4.7.1 Node " + domain + " not allowed for you");
            }
        }
    }

    @Test
    @Tag("R2")
    void thousandEtrnsShouldCostNothingButAnswers() {
        hold("flood", "bob@customer.example");
        int before = flushes();
        try (SmtpSession customer = from(CUSTOMER)) {
            customer.ehlo();
            long start = System.nanoTime();
            customer.write("ETRN customer.example\r\n".repeat(1_000));
            for (int i = 0; i < 1_000; i++) {
                assertThat(customer.read().code()).isEqualTo(253);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(flushes() - before).as("flushes in " + took).isBetween(1, 1 + (int) took.toSeconds());
        }
        gates.values().forEach(TcpGate::open);
        try (SmtpSession customer = from(CUSTOMER)) {
            customer.ehlo();
            await().until(() -> {
                customer.send("ETRN customer.example");
                return taken("flood") == 1;
            });
            await().until(() -> customer.send("ETRN customer.example").code() == 251);
        }
    }

    /** Hands in a mail, and waits until its next try by itself is an hour away. */
    private void hold(String subject, String... recipients) {
        nice.send("ann@example.net", subject, recipients);
        await().atMost(Duration.ofSeconds(30)).until(() -> Stream.of(recipients)
                .map(recipient -> recipient.substring(recipient.indexOf('@') + 1))
                .allMatch(this::waitsLong));
    }

    private boolean waitsLong(String domain) {
        for (JsonNode gateway : nice.james.webAdmin().get("/domain-sharing/gateways")) {
            if (gateway.path("domain").asText().equals(domain)) {
                String next = gateway.path("nextAttempt").asText();
                return !next.isEmpty()
                        && Instant.parse(next)
                                .isAfter(Clock.systemUTC().instant().plus(Duration.ofMinutes(30)));
            }
        }
        return false;
    }

    private int flushes() {
        return (int) Pattern.compile(Pattern.quote(FLUSHED))
                .matcher(nice.james.log())
                .results()
                .count();
    }

    private void awaitTaken(String subject, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> taken(subject) == count);
    }

    private int taken(String subject) {
        return GatewayServers.taken(host, subject).size();
    }

    private SmtpSession from(String address) {
        return SmtpSession.connect(nice.james.endpoints().smtpAddress(), address);
    }

    private int put(String path, String body) {
        return nice.james.webAdmin().send("PUT", path, body).statusCode();
    }

    private void gateway(XmlFile xml, String domain, String askerKey, String asker) {
        TcpGate gate = new TcpGate(address(host.address()));
        gates.put(domain, gate);
        xml.add("gateways/gateway", "");
        xml.add("gateways/gateway/domain", domain).add("gateways/gateway/smtp", "127.0.1.143:" + gate.port());
        xml.add("gateways/gateway/verify", "none").add("gateways/gateway/" + askerKey, asker);
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
