// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.w3c.dom.Element;

/** One James with a peer that says what the test wants, and what can be seen of its mail. */
abstract class PipelineFixture {
    static final String PEER_HOST = "127.0.1.52";
    static final String QUEUE = "domain-sharing-oslo";
    static final String ON_PEER = "X-Test-Recipient-Is-On-Peer";
    static final String FROM_PEER = "X-Test-Received-From-Peer";
    static final String MISSPELT = "X-Test-Misspelt";
    /** After two seconds only a flush, or a peer that returns, brings mail forward. */
    static final String DELAYS = "2*1 second, 1 hour";

    static final Duration QUIET = Duration.ofSeconds(2);

    static SmtpSink world;
    static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        world = SmtpSink.on("127.0.1.53");
        lyon = new OnePeerServer(
                "lyon-pipeline",
                "127.0.1.51",
                PEER_HOST,
                xml -> xml.set("delivery/delayTime", DELAYS),
                conf -> conf.edit("mailetcontainer.xml", xml -> {
                    World.takesMailForOutside(xml, world);
                    marking(xml, "io.domainsharing.matchers.RecipientIsOnPeer=oslo", ON_PEER);
                    marking(xml, "io.domainsharing.matchers.ReceivedFromPeer", FROM_PEER);
                    marking(xml, "io.domainsharing.matchers.ReceivedFromPeer=osol", MISSPELT);
                }));
    }

    @AfterAll
    static void stop() {
        lyon.close();
        world.close();
    }

    @BeforeEach
    void peerHasEverybody() {
        lyon.peer.script(query -> query.status(5));
        lyon.peer.sink().answering(command -> Optional.empty());
    }

    /** A silence of one test must not count in the next. */
    @AfterEach
    void calm() {
        lyon.peer.script(query -> query.status(3));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> lyon.rcpt("calm-" + System.nanoTime() + "@example.com") == 550);
    }

    static ImapMailbox inbox() {
        return lyon.james.inbox(LOCAL, PASSWORD);
    }

    static void handIn(SmtpSession session, String message) {
        assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
        assertThat(session.rcpt("forged-for@example.com").code()).isEqualTo(250);
        assertThat(session.data(message).code()).isEqualTo(250);
    }

    static String headers(String message) {
        return message.replace("\r\n", "\n").split("\n\n", 2)[0];
    }

    static List<SmtpSink.Mail> bouncesTo(String sender) {
        return world.mails().stream()
                .filter(mail -> mail.recipients().contains(sender))
                .toList();
    }

    static java.util.function.Function<String, Optional<String>> refusing(String recipient, String reply) {
        return command -> command.startsWith("RCPT TO:<" + recipient + ">") ? Optional.of(reply) : Optional.empty();
    }

    static void flush() {
        assertThat(lyon.james
                        .webAdmin()
                        .send("POST", "/domain-sharing/peers/oslo/flush", "")
                        .statusCode())
                .isEqualTo(204);
    }

    static void flushByJames() {
        assertThat(lyon.james
                        .webAdmin()
                        .send("PATCH", "/mailQueues/" + QUEUE + "/mails?delayed=true", "{\"delayed\":false}")
                        .statusCode())
                .isEqualTo(204);
    }

    static List<JsonNode> errorRepository() {
        String mails = "/mailRepositories/" + URLEncoder.encode("var/mail/error/", StandardCharsets.UTF_8) + "/mails";
        java.util.ArrayList<JsonNode> found = new java.util.ArrayList<>();
        if (lyon.james.webAdmin().send("GET", mails, "").statusCode() == 200) {
            lyon.james
                    .webAdmin()
                    .get(mails)
                    .forEach(key -> found.add(lyon.james.webAdmin().get(mails + '/' + key.asText())));
        }
        return found;
    }

    static JsonNode health() {
        return lyon.james.webAdmin().get("/healthcheck/checks/Domain%20Sharing");
    }

    static String peerState() {
        return lyon.james
                .webAdmin()
                .get("/domain-sharing/peers")
                .get(0)
                .path("state")
                .asText();
    }

    static void assertQuiet(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().during(QUIET).atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    /** Puts a stock mailet behind one of our matchers at the top of the processor that hands mail over. */
    static void marking(XmlFile xml, String matcher, String header) {
        Element transport = xml.all("processors/processor").stream()
                .filter(processor -> processor.getAttribute("state").equals("transport"))
                .findFirst()
                .orElseThrow();
        Element mailet = transport.getOwnerDocument().createElement("mailet");
        mailet.setAttribute("match", matcher);
        mailet.setAttribute("class", "SetMimeHeader");
        xml.append(mailet, "name").setTextContent(header);
        xml.append(mailet, "value").setTextContent("yes");
        transport.insertBefore(mailet, XmlFile.children(transport, "mailet").get(0));
    }
}
