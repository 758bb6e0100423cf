// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What ETRN does and is answered. nice shares example.com with oslo and holds mail for customer.example, branch.customer.example
 * and other.example, each behind a gate of its own; after the first seconds it would try mail again in an hour only.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class EtrnIT {
    private static final String CUSTOMER = "127.0.1.144";
    private static final String STRANGER = "127.0.1.145";
    private static final String BACKUP = "backup@example.com";
    private static final String FLUSHED = "mails for gateway-customer.example are tried now: " + CUSTOMER;

    private final SmtpSink host = SmtpSink.on("127.0.1.143");
    private final Map<String, TcpGate> gates = new LinkedHashMap<>();
    private OnePeerServer nice;

    @BeforeAll
    void start() {
        nice = new OnePeerServer("nice", "127.0.1.141", "127.0.1.142", xml -> {
            xml.set("delivery/delayTime", "4*1 second, 10*1 hour");
            gateway(xml, "customer.example", "etrnFrom", CUSTOMER);
            gateway(xml, "branch.customer.example", "etrnFrom", CUSTOMER);
            gateway(xml, "other.example", "etrnUser", BACKUP);
        });
        nice.james.webAdmin().user(BACKUP, PASSWORD);
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
    void dialogueOfThePageShouldStartTheMailThatWaits() {
        for (String recipient : List.of("uma@customer.example", "vic@customer.example", "wes@customer.example")) {
            hold("as-documented", recipient);
        }
        List<Fence> dialogues = Page.read(Checkout.root(), "docs/etrn.md").fences().stream()
                .filter(fence -> fence.kind().equals("dialogue"))
                .toList();
        assertThat(dialogues).hasSize(1);

        gates.values().forEach(TcpGate::open);
        try (SmtpSession customer = from(CUSTOMER)) {
            Dialogue.run(dialogues.get(0), customer);
        }

        awaitTaken("as-documented", 3);
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
        return host.mails(subject).size();
    }

    private SmtpSession from(String address) {
        return SmtpSession.connect(nice.james.endpoints().smtpAddress(), address);
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
