// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Element;

/** What happens to mail inside one James whose peer answers, refuses, defers or is silent as the test says. */
@ExtendWith(NoLeftovers.class)
class PipelineIT {
    private static final String PEER_HOST = "127.0.1.52";
    private static final String QUEUE = "domain-sharing-oslo";
    private static final String UNDETERMINED = "domain-sharing-undetermined";
    private static final String ON_PEER = "X-Test-Recipient-Is-On-Peer";
    private static final String FROM_PEER = "X-Test-Received-From-Peer";
    private static final String MISSPELT = "X-Test-Misspelt";
    /** After two seconds only a flush, or a peer that returns, brings mail forward. */
    private static final String DELAYS = "2*1 second, 1 hour";

    private static final Duration QUIET = Duration.ofSeconds(2);

    private static SmtpSink world;
    private static OnePeerServer lyon;

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

    @Test
    @Tag("O1")
    void matcherShouldMarkTheCopyForThePeerAndNoOther() {
        lyon.send("ann@example.net", "mark-peer", LOCAL, "marked@example.com");

        Awaitility.await().until(() -> lyon.taken("mark-peer").size() == 1);
        assertThat(headers(lyon.taken("mark-peer").get(0).content()))
                .contains(ON_PEER)
                .containsOnlyOnce("X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1");
        assertThat(headers(inbox().await("Subject: mark-peer")))
                .doesNotContain(ON_PEER)
                .doesNotContain("X-Domain-Sharing");
    }

    @Test
    @Tag("O1")
    void matcherShouldMarkMailOfAPeersSessionAndNoOther() {
        try (SmtpSession session = fromAddress(PEER_HOST, lyon.james)) {
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(session.data(message("mark-from-peer")).code()).isEqualTo(250);
        }
        lyon.send("ann@example.net", "mark-from-stranger", LOCAL);

        assertThat(headers(inbox().await("Subject: mark-from-peer"))).contains(FROM_PEER);
        assertThat(headers(inbox().await("Subject: mark-from-stranger"))).doesNotContain(FROM_PEER);
    }

    @Test
    @Tag("O1")
    void nameThatIsNoPeersShouldBeWarnedAbout() {
        assertThat(lyon.james.log()).contains("ReceivedFromPeer=osol matches nothing: the peers are [oslo]");
        assertThat(lyon.james.log()).doesNotContain("RecipientIsOnPeer=oslo matches nothing");
    }

    @Test
    @Tag("L1")
    void forgedTraceShouldCountForNothingAndCostNobodyHisMail() {
        String forged = "X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1\n"
                + "X-Domain-Sharing: node=oslo; peer=lyon-pipeline; hop=2\n";
        try (SmtpSession stranger = lyon.session()) {
            handIn(stranger, forged + message("forged-by-stranger"));
        }
        try (SmtpSession user = submission(lyon.james, LOCAL)) {
            handIn(user, forged + message("forged-by-user"));
        }

        for (String subject : List.of("forged-by-stranger", "forged-by-user")) {
            Awaitility.await().until(() -> lyon.taken(subject).size() == 1);
            assertThat(lyon.taken(subject).get(0).content())
                    .startsWith("X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1")
                    .contains(forged);
            inbox().await("Subject: " + subject);
        }
    }

    @Test
    @Tag("D2")
    @Tag("L2")
    void mailBehindAnAliasShouldBeKeptWhileNobodyCanTellItsOwner() {
        String sender = "ann-kept@example.net";
        String target = "silent-target@example.com";
        // Else the alias could not be created here.
        lyon.peer.script(query -> query.status(3));
        lyon.james.webAdmin().alias("silent-alias@example.com", target);
        lyon.peer.script(query -> {});

        lyon.send(sender, "kept", "silent-alias@example.com", LOCAL);

        inbox().await("Subject: kept");
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(UNDETERMINED) == 1);
        Awaitility.await("more tries than the list of waits has")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    flush();
                    return lyon.peer.asked(target) >= 9;
                });
        lyon.peer.script(query -> query.status(5));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            flush();
            return !lyon.taken("kept").isEmpty();
        });
        assertThat(lyon.taken("kept")).singleElement().satisfies(mail -> assertThat(mail.recipients())
                .containsExactly(target));
        assertQuiet(() -> {
            assertThat(lyon.taken("kept")).hasSize(1);
            assertThat(inbox().messagesWith("Subject: kept")).hasSize(1);
            assertThat(bouncesTo(sender)).isEmpty();
            assertThat(lyon.james.webAdmin().queueSize(UNDETERMINED)).isZero();
        });
    }

    @Test
    @Tag("D1")
    @Tag("L2")
    void mailWithoutSenderShouldBeDeliveredOrElseKeptInTheErrorRepository() {
        lyon.peer.sink().answering(refusing("null-gone@example.com", "550 5.1.1 nobody of that name"));

        lyon.send("", "null-sender", "null-there@example.com", "null-gone@example.com");

        Awaitility.await().until(() -> lyon.taken("null-sender").size() == 1);
        assertThat(lyon.taken("null-sender").get(0).sender()).isEmpty();
        assertThat(lyon.taken("null-sender").get(0).recipients()).containsExactly("null-there@example.com");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(errorRepository()).singleElement().satisfies(mail -> {
                            assertThat(mail.path("recipients")).hasSize(1);
                            assertThat(mail.path("recipients").get(0).asText()).isEqualTo("null-gone@example.com");
                        }));
        assertQuiet(() -> {
            assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isZero();
            assertThat(errorRepository()).hasSize(1);
            assertThat(world.mails()).noneMatch(mail -> mail.content().contains("null-gone"));
        });
        assertThat(lyon.james.log().lines())
                .filteredOn(line -> line.contains("[WARN") && line.contains("null-gone@example.com"))
                .hasSize(2)
                .anyMatch(line -> line.contains("550 5.1.1 nobody of that name"))
                .anyMatch(line -> line.contains("stays in the error repository"));
    }

    @Test
    @Tag("L2")
    void everyRecipientShouldGetWhatThePeerSaysToIt() {
        String sender = "ann-judged@example.net";
        String refused = "judged-550@example.com";
        String deferred = "judged-451@example.com";
        lyon.peer.sink().answering(command -> refusing(refused, "550 5.1.1 left the company")
                .apply(command)
                .or(() -> refusing(deferred, "451 4.2.2 over quota").apply(command)));

        lyon.send(sender, "judged", refused, deferred, "judged-250@example.com");

        Awaitility.await().until(() -> bouncesTo(sender).size() == 1);
        assertThat(bouncesTo(sender).get(0).sender())
                .as("the sender of a bounce")
                .isEmpty();
        assertThat(bouncesTo(sender).get(0).content())
                .contains("550 5.1.1 left the company")
                .contains("Final-Recipient: rfc822; " + refused)
                .doesNotContain("Final-Recipient: rfc822; " + deferred)
                .doesNotContain("over quota");
        assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isEqualTo(1);
        lyon.peer.sink().answering(refusing(refused, "550 5.1.1 left the company"));
        Awaitility.await().until(() -> {
            flush();
            return lyon.taken("judged").size() == 2;
        });
        assertThat(lyon.taken("judged").stream().map(SmtpSink.Mail::recipients))
                .containsExactly(List.of("judged-250@example.com"), List.of(deferred));
        assertQuiet(() -> {
            assertThat(lyon.taken("judged")).hasSize(2);
            assertThat(bouncesTo(sender)).hasSize(1);
            assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isZero();
        });
    }

    @Test
    @Tag("D7")
    void flushShouldBringMailForwardAndUseUpNoRetry() {
        String sender = "ann-flush@example.net";
        String recipient = "flushed@example.com";
        AtomicInteger tries = new AtomicInteger();
        lyon.peer.sink().answering(command -> {
            Optional<String> answer = refusing(recipient, "451 4.3.2 not now").apply(command);
            answer.ifPresent(unused -> tries.incrementAndGet());
            return answer;
        });
        lyon.send(sender, "flushed", recipient);

        for (int flushes = 1; flushes <= 40; flushes++) {
            int before = tries.get();
            Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 1);
            boolean ours = flushes % 2 == 0;
            Awaitility.await().until(() -> {
                if (ours) {
                    flush();
                } else {
                    flushByJames();
                }
                return tries.get() > before;
            });
        }
        assertThat(bouncesTo(sender)).isEmpty();
        lyon.peer.sink().answering(command -> Optional.empty());

        Awaitility.await().until(() -> {
            flush();
            return lyon.taken("flushed").size() == 1;
        });
        assertThat(bouncesTo(sender)).isEmpty();
    }

    @Test
    @Tag("O3")
    void healthShouldBeDegradedWhileThePeerIsSilent() {
        assertThat(health().path("status").asText()).isEqualTo("healthy");
        lyon.peer.script(query -> {});

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(lyon.rcpt("health-" + System.nanoTime() + "@example.com"))
                    .isEqualTo(451);
            assertThat(health().path("status").asText()).isEqualTo("degraded");
        });
        assertThat(health().path("cause").asText()).contains("oslo");
        assertThat(lyon.james.webAdmin().send("GET", "/healthcheck", "").statusCode())
                .as("mail still goes through this server")
                .isEqualTo(200);
        assertThat(peerState()).isEqualTo("down");
        lyon.peer.script(query -> query.status(3));

        Awaitility.await("probed by itself").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        health().path("status").asText())
                .isEqualTo("healthy"));
        assertThat(peerState()).isEqualTo("up");
    }

    private static ImapMailbox inbox() {
        return lyon.james.inbox(LOCAL, PASSWORD);
    }

    private static void handIn(SmtpSession session, String message) {
        assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
        assertThat(session.rcpt("forged-for@example.com").code()).isEqualTo(250);
        assertThat(session.data(message).code()).isEqualTo(250);
    }

    private static String headers(String message) {
        return message.replace("\r\n", "\n").split("\n\n", 2)[0];
    }

    private static List<SmtpSink.Mail> bouncesTo(String sender) {
        return world.mails().stream()
                .filter(mail -> mail.recipients().contains(sender))
                .toList();
    }

    private static java.util.function.Function<String, Optional<String>> refusing(String recipient, String reply) {
        return command -> command.startsWith("RCPT TO:<" + recipient + ">") ? Optional.of(reply) : Optional.empty();
    }

    private static void flush() {
        assertThat(lyon.james
                        .webAdmin()
                        .send("POST", "/domain-sharing/peers/oslo/flush", "")
                        .statusCode())
                .isEqualTo(204);
    }

    private static void flushByJames() {
        assertThat(lyon.james
                        .webAdmin()
                        .send("PATCH", "/mailQueues/" + QUEUE + "/mails?delayed=true", "{\"delayed\":false}")
                        .statusCode())
                .isEqualTo(204);
    }

    private static List<JsonNode> errorRepository() {
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

    private static JsonNode health() {
        return lyon.james.webAdmin().get("/healthcheck/checks/Domain%20Sharing");
    }

    private static String peerState() {
        return lyon.james
                .webAdmin()
                .get("/domain-sharing/peers")
                .get(0)
                .path("state")
                .asText();
    }

    private static void assertQuiet(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().during(QUIET).atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    /** Puts a stock mailet behind one of our matchers at the top of the processor that hands mail over. */
    private static void marking(XmlFile xml, String matcher, String header) {
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
