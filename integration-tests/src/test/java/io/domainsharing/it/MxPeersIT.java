// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.ownership.mx.NameServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Merak's distributed domain: paris, tokyo and austin share example.com and know of each other by its MX records alone:
 * nothing else is configured. paris shares more domains with servers that are no James. The last tests stop austin, and start
 * paris again without DNS.
 */
@Tag("V3")
@ExtendWith(NoLeftovers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MxPeersIT {
    private static final String ALICE = "alice@example.com";
    private static final String PEERS = "/domain-sharing/peers";
    private static final String[] NORDIC = {"60 MX 10 oslo.example.net.", "60 MX 20 paris.example.net."};
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PORT = Endpoints.freePort("127.0.1.75");
    private static final NameServer DNS = new NameServer();
    private static final JamesServer PARIS = JamesServer.extended("mx-paris", "127.0.1.75", PORT);
    private static final JamesServer TOKYO = JamesServer.extended("mx-tokyo", "127.0.1.76", PORT);
    private static final JamesServer AUSTIN = JamesServer.extended("mx-austin", "127.0.1.77", PORT);
    private static final SmtpSink OSLO = SmtpSink.on("127.0.1.78", PORT);
    private static final SmtpSink LUND = SmtpSink.on("127.0.1.79", PORT);

    @BeforeAll
    static void start() {
        DNS.set("paris.example.net", "60 A 127.0.1.75")
                .set("tokyo.example.net", "60 A 127.0.1.76")
                .set("austin.example.net", "60 A 127.0.1.77")
                .set("oslo.example.net", "60 A 127.0.1.78")
                .set("lund.example.net", "60 A 127.0.1.79")
                .set(
                        "example.com",
                        "60 MX 10 paris.example.net.",
                        "60 MX 20 tokyo.example.net.",
                        "60 MX 30 austin.example.net.")
                .set("nordic.example", NORDIC)
                .set("moving.example", "1 MX 10 paris.example.net.", "1 MX 20 lund.example.net.");
        Stream.of(PARIS, TOKYO, AUSTIN).forEach(MxPeersIT::configure);
        PARIS.conf()
                .edit("domainsharing.xml", xml -> xml.add("domains/domain", "nordic.example")
                        .add("domains/domain", "moving.example"))
                .edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "nordic.example")
                        .add("domainnames/domainname", "moving.example"));
        // Before: paris probes them as soon as it has started.
        OSLO.answering(MxPeersIT::knowsYesAndMaybe);
        LUND.answering(MxPeersIT::knowsYesAndMaybe);
        JamesServer.startAll(PARIS, TOKYO, AUSTIN);
        PARIS.webAdmin().user(ALICE, PASSWORD);
        TOKYO.webAdmin().user("bob@example.com", PASSWORD).user("bea@example.com", PASSWORD);
        AUSTIN.webAdmin().user("carol@example.com", PASSWORD);
    }

    @AfterAll
    static void stop() {
        Stream.of(PARIS, TOKYO, AUSTIN).forEach(JamesServer::close);
        OSLO.close();
        LUND.close();
        DNS.close();
    }

    private static void configure(JamesServer server) {
        Sharing.join("example.com", server, List.of());
        server.conf().edit("domainsharing.xml", xml -> {
            xml.remove("peers");
            xml.set("mx/self", server.name().substring("mx-".length()) + ".example.net");
            xml.set("mx/port", Integer.toString(PORT));
            // Nobody here is silent; a busy machine must not make anybody so.
            xml.set("lookup/timeout", "5s").set("lookup/budget", "15s");
            xml.set("mx/nameServer", "127.0.0.1:" + DNS.address().getPort());
        });
    }

    /** By VRFY: yes is there, maybe cannot be told; by RCPT both are. Mail itself is deferred. */
    private static Optional<String> knowsYesAndMaybe(String command) {
        if (command.startsWith("VRFY")) {
            return Optional.of(
                    command.contains("yes")
                            ? "250 2.1.5 yes"
                            : command.contains("maybe") ? "252 2.5.2 try" : "550 5.1.1 no");
        }
        if (command.startsWith("RCPT") && !command.contains("yes") && !command.contains("maybe")) {
            return Optional.of("550 5.1.1 no");
        }
        return command.equals("DATA") ? Optional.of("451 4.3.2 later") : Optional.empty();
    }

    @Test
    @Order(1)
    void mailShouldReachWhicheverMxHostHasTheRecipientAndNobodysBeRefused() {
        send(PARIS, "to-tokyo", "bob@example.com");
        send(PARIS, "to-austin", "carol@example.com");
        send(TOKYO, "to-paris", ALICE);

        TOKYO.inbox("bob@example.com", PASSWORD).await("Subject: to-tokyo");
        AUSTIN.inbox("carol@example.com", PASSWORD).await("Subject: to-austin");
        PARIS.inbox(ALICE, PASSWORD).await("Subject: to-paris");
        assertThat(rcpt(PARIS, "nobody@example.com")).isEqualTo(550);
        assertThat(rcpt(AUSTIN, "nobody@example.com")).isEqualTo(550);
    }

    @Test
    @Order(2)
    void serversThatKnowOfEachOtherByMxAloneShouldTellEachOtherWhoIsThere() {
        AUSTIN.webAdmin().user("dora@example.com", PASSWORD);

        assertThat(rcpt(PARIS, "dora@example.com")).isEqualTo(250);
        assertThat(rcpt(TOKYO, "dora@example.com")).isEqualTo(250);
        assertThat(PARIS.webAdmin()
                        .send("PUT", "/users/dora@example.com", "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .as("austin has the account")
                .isBetween(400, 499);
    }

    @Test
    @Order(2)
    void peersShouldBeListedWithTheirOriginAndGoWithDnsOnly() {
        JsonNode peers = PARIS.webAdmin().get(PEERS);

        assertThat(peers.findValuesAsText("name"))
                .contains("tokyo.example.net", "austin.example.net", "oslo.example.net");
        assertThat(peers.findValuesAsText("origin")).containsOnly("mx");
        assertThat(peers.findValuesAsText("lookup")).containsOnly("vrfy");
        assertThat(PARIS.webAdmin()
                        .send("DELETE", PEERS + "/tokyo.example.net", "")
                        .statusCode())
                .isEqualTo(409);
        assertThat(PARIS.log()).contains("conf/domainsharing.xml: peers: is left out, so the peers are the MX hosts");
    }

    @Test
    @Order(2)
    void sessionFromAnMxHostShouldBeAStrangers() {
        try (SmtpSession session = fromAddress(AUSTIN.endpoints().host(), PARIS)) {
            assertThat(session.rcpt("bob@example.com").code())
                    .as("a peer's session would get 550 for what is not here")
                    .isEqualTo(250);
        }
    }

    @Test
    @Order(2)
    void hostThatDoesNotTellByVrfyShouldBeAskedByRcpt() {
        assertThat(rcpt(PARIS, "yes@nordic.example")).isEqualTo(250);
        assertThat(rcpt(PARIS, "maybe@nordic.example")).isEqualTo(250);
        assertThat(rcpt(PARIS, "no@nordic.example")).isEqualTo(550);
    }

    @Test
    @Order(2)
    void queueOfAHostThatIsNoMxAnyMoreShouldGoToTheOneThatHasTheRecipientNow() {
        send(PARIS, "moves", "yes@moving.example");
        await().atMost(LONG).until(() -> PARIS.webAdmin().queueSize("domain-sharing-lund.example.net") == 1);

        OSLO.answering(command -> command.equals("DATA") ? Optional.empty() : knowsYesAndMaybe(command));
        DNS.set("moving.example", "1 MX 10 paris.example.net.", "1 MX 20 oslo.example.net.");

        await().atMost(LONG).untilAsserted(() -> assertThat(OSLO.mails())
                .anySatisfy(mail -> assertThat(mail.content()).contains("\nSubject: moves\n")));
        assertThat(LUND.mails()).isEmpty();
        assertThat(PARIS.webAdmin().get(PEERS).findValuesAsText("name")).doesNotContain("lund.example.net");
    }

    @Test
    @Order(3)
    void hostThatIsDownShouldDeferWhatNoOtherHas() {
        AUSTIN.kill();

        assertThat(rcpt(PARIS, "unknown@example.com")).isEqualTo(451);
        assertThat(rcpt(PARIS, "bea@example.com")).as("found on tokyo").isEqualTo(250);
        assertThat(rcpt(PARIS, ALICE)).as("here").isEqualTo(250);
    }

    @Test
    @Order(4)
    void nobodyShouldBeRefusedAfterAStartBeforeDnsHasSpoken() {
        assertThat(rcpt(PARIS, "no@nordic.example")).isEqualTo(550);
        Stream.of("example.com", "nordic.example", "moving.example").forEach(DNS::fail);

        PARIS.restart();

        assertThat(rcpt(PARIS, "no@nordic.example")).isEqualTo(451);
        assertThat(rcpt(PARIS, "yes-too@nordic.example")).as("a yes counts").isEqualTo(250);
        send(PARIS, "remembered", "bob@example.com");
        TOKYO.inbox("bob@example.com", PASSWORD).await("Subject: remembered");
        DNS.set("nordic.example", NORDIC);
        await().atMost(LONG).untilAsserted(() -> assertThat(rcpt(PARIS, "no@nordic.example"))
                .isEqualTo(550));
    }

    private static void send(JamesServer server, String subject, String recipient) {
        try (SmtpSession session = stranger(server)) {
            assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }
}
