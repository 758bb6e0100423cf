// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** A message reaches the mailbox, the peer and the gateway's host as it came, whatever its header is. */
@ExtendWith(NoLeftovers.class)
class MessageOctetsIT {
    private static final String ON_PEER = "bob@example.com";
    private static final String AT_GATEWAY = "kim@open.example";
    private static final String ALIAS = "alias@example.com";
    private static final String FORWARDED = "forwarded@example.com";
    private static final String SIEVED = "sieved@example.com";
    private static final String REDIRECTED = "redirected@example.com";
    private static final String FAILING = "failing@example.com";
    private static final String ERRORS =
            "/mailRepositories/" + URLEncoder.encode("var/mail/error/", StandardCharsets.UTF_8) + "/mails";
    private static final String BCC = "Bcc: secret@example.com,\n\tsecret2@example.com\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static SmtpSink world;
    private static SmtpSink gateway;
    private static OnePeerServer lyon;

    private static int sent;

    @BeforeAll
    static void start() {
        world = SmtpSink.on("127.0.1.183");
        gateway = SmtpSink.on("127.0.1.184");
        lyon = new OnePeerServer(
                "lyon-octets",
                "127.0.1.181",
                "127.0.1.182",
                xml -> xml.add("gateways/gateway", "")
                        .add("gateways/gateway/domain", "open.example")
                        .add("gateways/gateway/smtp", gateway.address())
                        .add("gateways/gateway/verify", "none"),
                conf -> conf.edit("mailetcontainer.xml", xml -> {
                    World.takesMailForOutside(xml, world);
                    failingFor(xml, FAILING);
                }));
        lyon.james
                .webAdmin()
                .user(SIEVED, PASSWORD)
                .user(REDIRECTED, PASSWORD)
                .user(FORWARDED, PASSWORD)
                .alias(ALIAS, LOCAL)
                .forward(FORWARDED, LOCAL)
                .forward(FORWARDED, ON_PEER);
        script(SIEVED, "require [\"fileinto\", \"vacation\"];\nvacation \"away\";\nfileinto \"INBOX\";\n");
        script(REDIRECTED, "redirect \"" + ON_PEER + "\";\n");
        lyon.peer.script(query -> query.status(5));
    }

    @AfterAll
    static void stop() {
        lyon.close();
        gateway.close();
        world.close();
    }

    @BeforeEach
    void peerTakesEverything() {
        lyon.peer.sink().answering(command -> Optional.empty());
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                        "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                        "Content-Type: text/plain; charset=\"utf-8",
                        "Content-Type: message/rfc822; name=A B C.eml",
                        "Content-Type: multipart/mixed; boundary=",
                        "Content-Transfer-Encoding: base 64 ;;",
                        "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))",
                        "Date: yesterday, perhaps",
                        "To: undisclosed <<",
                        "From: \"not closed <ann@example.net>",
                        "no field at all",
                        "X-Folded: one\n\ttwo  \n   three")
                .flatMap(header -> Stream.of("ann@example.net", "")
                        .flatMap(sender -> Stream.of("", BCC).map(bcc -> Arguments.of(header, sender, bcc))));
    }

    @ParameterizedTest
    @MethodSource("headers")
    @Tag("H1")
    @Tag("L2")
    void messageShouldReachEverybodyAsItCame(String header, String sender, String bcc) {
        String subject = subject();
        String front = "X-First: 1\n" + header + "\nSubject: " + subject + "\n";
        String end = "x-last:  2\n\nHello\n.dot\n\ntail " + subject;

        send(sender, front + bcc + end, LOCAL, ON_PEER, AT_GATEWAY);

        assertThat(inbox().await("tail " + subject).replace("\r\n", "\n"))
                .contains(header + "\n")
                .contains("x-last:  2\n")
                .doesNotContain("secret@example.com", "secret2@example.com");
        String expected = front + end + "\n";
        assertThat(handedOver(lyon.peer.sink(), subject)).endsWith(expected);
        assertThat(handedOver(lyon.peer.sink(), subject).replace(expected, "").lines())
                .allMatch(line -> line.startsWith("X-Domain-Sharing: ")
                        || line.startsWith("Received: ")
                        || line.startsWith(" ")
                        || line.startsWith("\t"));
        assertThat(handedOver(gateway, subject)).endsWith(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ALIAS + ", " + LOCAL + ", false",
        FORWARDED + ", " + LOCAL + ", true",
        SIEVED + ", " + SIEVED + ", false",
        REDIRECTED + ",, true"
    })
    @Tag("L2")
    void whatNobodyCanParseShouldPassAliasesForwardsAndScripts(
            String recipient, @Nullable String owner, boolean toPeer) {
        for (String sender : List.of("ann@example.net", "")) {
            String subject = subject();

            send(sender, broken(subject), recipient);

            if (owner != null) {
                assertThat(lyon.james
                                .inbox(owner, PASSWORD)
                                .await("Hello " + subject)
                                .replace("\r\n", "\n"))
                        .contains("\nContent-Type: application/pdf; name=Mise en Demeure.pdf\n")
                        .doesNotContain("secret@example.com");
            }
            if (toPeer) {
                assertThat(handedOver(lyon.peer.sink(), subject))
                        .contains("\nContent-Type: application/pdf; name=Mise en Demeure.pdf\n")
                        .doesNotContain("secret@example.com");
            }
        }
    }

    @Test
    @Tag("H1")
    void rawUtf8OfAHeaderShouldReachThePeer() {
        String subject = subject();
        String message =
                "Subject: Gr\u00fc\u00dfe \u6771\u4eac " + subject + "\nFrom: \u00c4nn <ann@example.net>\n\nHello\n";

        send("ann@example.net", message, ON_PEER);

        assertThat(handedOver(lyon.peer.sink(), subject)).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann-returned@example.net", ""})
    @Tag("L2")
    void messageThatNobodyCanParseShouldBeReturnedOrKeptWithAWarning(String sender) {
        String subject = subject();
        String gone = "gone-" + subject + "@example.com";
        lyon.peer
                .sink()
                .answering(command ->
                        command.startsWith("RCPT TO:<" + gone) ? Optional.of("550 5.1.1 nobody") : Optional.empty());

        send(sender, broken(subject), gone, ON_PEER);

        assertThat(handedOver(lyon.peer.sink(), subject)).contains("name=Mise en Demeure.pdf");
        if (sender.isEmpty()) {
            awaitWarning(gone);
            assertThat(errors()).anyMatch(mail -> mail.contains(gone));
        } else {
            assertThat(handedOver(world, gone)).contains("550 5.1.1 nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann-failed@example.net", ""})
    @Tag("L2")
    void errorShouldBeToldInWordsAndTheMailKept(String sender) {
        String subject = subject();

        send(sender, broken(subject), FAILING, LOCAL);

        inbox().await(subject);
        awaitWarning(FAILING);
        Awaitility.await().atMost(PATIENCE).until(() -> errors().stream().anyMatch(mail -> mail.contains(FAILING)));
        if (!sender.isEmpty()) {
            assertThat(handedOver(world, sender))
                    .contains("5.3.0", FAILING, subject)
                    .doesNotContain("Exception", "org.apache", "javax.", "jakarta.", "\tat ", "ParseException");
        }
    }

    private static void script(String user, String sieve) {
        assertThat(lyon.james
                        .webAdmin()
                        .send("PUT", "/sieve/" + user + "/scripts/all?activate=true", sieve)
                        .statusCode())
                .isEqualTo(204);
    }

    private static String subject() {
        sent++;
        return "octets-" + sent + "-end";
    }

    private static String broken(String subject) {
        return "Subject: " + subject + "\n" + BCC + "Content-Type: application/pdf; name=Mise en Demeure.pdf\n\nHello "
                + subject + "\n";
    }

    private static void send(String sender, String message, String... recipients) {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail(sender).code()).isEqualTo(250);
            for (String recipient : recipients) {
                assertThat(session.rcpt(recipient).code()).as(recipient).isEqualTo(250);
            }
            assertThat(session.data(message).code()).isEqualTo(250);
        }
    }

    /** The one message of a sink with that text, or for that recipient. */
    private static String handedOver(SmtpSink sink, String text) {
        Awaitility.await(text).atMost(PATIENCE).until(() -> with(sink, text).size() == 1);
        return with(sink, text).get(0).content();
    }

    private static List<SmtpSink.Mail> with(SmtpSink sink, String text) {
        return sink.mails().stream()
                .filter(mail ->
                        mail.content().contains(text) || mail.recipients().contains(text))
                .toList();
    }

    private static void awaitWarning(String recipient) {
        Awaitility.await().atMost(PATIENCE).until(() -> lyon.james
                .log()
                .lines()
                .anyMatch(line -> line.toUpperCase(Locale.ROOT).contains("WARN") && line.contains(recipient)));
    }

    private static List<String> errors() {
        if (lyon.james.webAdmin().send("GET", ERRORS, "").statusCode() != 200) {
            return List.of();
        }
        java.util.ArrayList<String> mails = new java.util.ArrayList<>();
        lyon.james
                .webAdmin()
                .get(ERRORS)
                .forEach(key -> mails.add(
                        lyon.james.webAdmin().get(ERRORS + '/' + key.asText()).toString()));
        return mails;
    }

    private static ImapMailbox inbox() {
        return lyon.james.inbox(LOCAL, PASSWORD);
    }

    /** A stock mailet that fails on what JavaMail cannot parse, for one recipient, as any mailet may. */
    private static void failingFor(XmlFile xml, String recipient) {
        Element root = xml.all("processors/processor").stream()
                .filter(processor -> processor.getAttribute("state").equals("root"))
                .findFirst()
                .orElseThrow();
        Element mailet = root.getOwnerDocument().createElement("mailet");
        mailet.setAttribute("match", "RecipientIs=" + recipient);
        mailet.setAttribute("class", "SetMimeHeader");
        xml.append(mailet, "name").setTextContent("X-Test");
        xml.append(mailet, "value").setTextContent("yes");
        root.insertBefore(mailet, XmlFile.children(root, "mailet").get(0));
    }
}
