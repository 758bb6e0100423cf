// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.mx.NameServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Element;

/** A James that sends its users' mail by MX. DNS knows it by the address behind which a sink stands for it. */
@Tag("R4")
@ExtendWith(NoLeftovers.class)
class MxDeliveryIT {
    private static final String ALICE = "alice@example.com";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PORT = Endpoints.freePort("127.0.1.71");
    private static final SmtpSink ITSELF = SmtpSink.on("127.0.1.71", PORT);
    private static final SmtpSink BETTER = SmtpSink.on("127.0.1.72", PORT);
    private static final SmtpSink EQUAL = SmtpSink.on("127.0.1.73", PORT);
    private static final SmtpSink WORSE = SmtpSink.on("127.0.1.74", PORT);
    private static final NameServer DNS = new NameServer();
    private static final JamesServer JAMES = JamesServer.extended("by-mx", "127.0.1.70");

    @BeforeAll
    static void start() {
        DNS.set("mx2.example.net", "60 A 127.0.1.71")
                .set("better.example.net", "60 A 127.0.1.72")
                .set("equal.example.net", "60 A 127.0.1.73")
                .set("worse.example.net", "60 A 127.0.1.74");
        Sharing.join("example.com", JAMES, List.of());
        JAMES.conf().edit("domainsharing.xml", xml -> xml.set("mx/self", "127.0.1.71")
                .set("mx/port", Integer.toString(PORT))
                .set("mx/nameServer", "127.0.0.1:" + DNS.address().getPort()));
        JAMES.conf().edit("mailetcontainer.xml", MxDeliveryIT::retryEachSecond);
        JAMES.start();
        JAMES.webAdmin().user(ALICE, PASSWORD);
    }

    @AfterAll
    static void stop() {
        JAMES.close();
        Stream.of(ITSELF, BETTER, EQUAL, WORSE).forEach(SmtpSink::close);
        DNS.close();
    }

    @Test
    void mailShouldWaitForABetterHostRatherThanGoToAnEqualOrWorseOne() {
        DNS.set(
                "second.example",
                "60 MX 10 better.example.net.",
                "60 MX 20 mx2.example.net.",
                "60 MX 20 equal.example.net.",
                "60 MX 30 worse.example.net.");
        List<String> refused = new CopyOnWriteArrayList<>();
        BETTER.answering(command -> {
            if (!command.startsWith("MAIL")) {
                return Optional.empty();
            }
            refused.add(command);
            return Optional.of("451 4.3.2 later");
        });

        send("waits", "bob@second.example");

        await().atMost(LONG).until(() -> refused.size() >= 2);
        assertThat(taken("waits", ITSELF, EQUAL, WORSE)).isEmpty();
        BETTER.answering(command -> Optional.empty());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(taken("waits", BETTER)).hasSize(1));
        assertThat(taken("waits", ITSELF, EQUAL, WORSE)).isEmpty();
    }

    @Test
    void mailForAnUnknownDomainWhoseBestHostThisServerIsShouldComeBackAtOnceSayingSo() {
        DNS.set("best.example", "60 MX 10 mx2.example.net.", "60 MX 20 worse.example.net.");
        DNS.set("implicit.example", "60 A 127.0.1.71");

        send("best", "bob@best.example");
        send("implicit", "bob@implicit.example");

        JAMES.inbox(ALICE, PASSWORD).await("5.4.6 mail for best.example loops back to this server");
        JAMES.inbox(ALICE, PASSWORD).await("5.4.6 mail for implicit.example loops back to this server");
        assertThat(taken("best", ITSELF, WORSE)).isEmpty();
        assertThat(taken("implicit", ITSELF)).isEmpty();
    }

    @Test
    void mailForADomainOfOthersShouldGoToTheFirstOfItsHostsThatTakesIt() {
        DNS.set(
                "others.example",
                "60 MX 10 missing.example.net.",
                "60 MX 20 equal.example.net.",
                "60 MX 30 worse.example.net.");

        send("others", "bob@others.example");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(taken("others", EQUAL)).hasSize(1));
        assertThat(taken("others", WORSE)).isEmpty();
    }

    @Test
    void mailForADomainWithoutMailShouldComeBackAtOnce() {
        DNS.set("null.example", "60 MX 0 .");

        send("null", "bob@null.example");

        JAMES.inbox(ALICE, PASSWORD).await("5.1.10 null.example takes no mail");
    }

    @Test
    void mailShouldBeKeptWhileDnsFails() {
        DNS.set("later.example", "60 MX 10 worse.example.net.").fail("later.example");

        send("later", "bob@later.example");

        await().atMost(LONG).until(() -> DNS.asked("later.example. MX") >= 3);
        assertThat(taken("later", WORSE)).isEmpty();
        DNS.set("later.example", "60 MX 10 worse.example.net.");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(taken("later", WORSE)).hasSize(1));
    }

    private static void send(String subject, String recipient) {
        try (SmtpSession session = submission(JAMES, ALICE)) {
            assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }

    private static List<SmtpSink.Mail> taken(String subject, SmtpSink... sinks) {
        return Stream.of(sinks).flatMap(sink -> sink.mails(subject).stream()).toList();
    }

    private static void retryEachSecond(XmlFile xml) {
        Element delivery = xml.all("processors/processor/mailet").stream()
                .filter(mailet -> mailet.getAttribute("class").endsWith(".DeliverByMx"))
                .findFirst()
                .orElseThrow();
        XmlFile.children(delivery, "delayTime").get(0).setTextContent("100*1 second");
        XmlFile.children(delivery, "maxRetries").get(0).setTextContent("100");
    }
}
