// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Bench.ON_TOKYO;
import static io.domainsharing.mailets.delivery.Bench.TOKYO;
import static io.domainsharing.mailets.delivery.Bench.delivery;
import static io.domainsharing.mailets.delivery.Bench.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.transport.HandoverWarnings;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.HandoverConfiguration;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import io.domainsharing.smtpclient.StartTls;
import io.domainsharing.smtpclient.TestCertificate;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.DsnParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A peer that is another program: what it hears, and what its replies come to. */
@Timeout(120)
@Tag("D7")
class HandoverTest {
    private static final String QUEUE = "domain-sharing-tokyo";
    private static final String BOB = "bob@example.com";
    /** TLS where it is offered, nothing checked. */
    private static final HandoverConfiguration OPPORTUNISTIC = new HandoverConfiguration(
            "paris.example.net",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            null,
            false,
            StartTls.WHEN_OFFERED,
            Set.of("*"),
            false,
            List.of(),
            null,
            false);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HandoverWarnings.class);
    private final ScriptedSmtpServer tokyo = new ScriptedSmtpServer().takingMessages();
    private Bench bench = new Bench(delivery("1 hour", 5), peer(PeerTls.DEFAULT));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        bench.close();
        tokyo.close();
    }

    private Peer peer(PeerTls tls) {
        return new Peer(
                TOKYO,
                List.of(HostAndPort.fromParts("127.0.0.1", tokyo.port())),
                LookupMethod.MINGER,
                4069,
                null,
                List.of(),
                Set.of(),
                tls,
                List.of(new ReplyBeginning("550 5.7.133")),
                false);
    }

    private void configure(HandoverConfiguration handover, PeerTls tls) {
        bench.close();
        bench = new Bench(new DeliveryConfiguration("1 hour", Duration.ofDays(5), 5, null, false, handover), peer(tls));
    }

    private void send(MailImpl mail) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail);
    }

    private void send(String... recipients) throws MessagingException {
        send(Bench.mail("sender@elsewhere.example", recipients));
    }

    /** Past the pipeline, which returns such mail by itself. */
    private void queue(MailImpl mail) throws MessagingException {
        bench.mailet();
        bench.delivery.handOver(mail, TOKYO);
    }

    private static MailImpl mail(String octets) throws MessagingException {
        return Bench.mail(
                new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(octets.getBytes(ISO_8859_1))),
                "sender@elsewhere.example",
                BOB);
    }

    private void awaitReturned(String error) {
        await().untilAsserted(() -> assertThat(bench.context.getSentMails())
                .singleElement()
                .satisfies(
                        sent -> assertThat(text(sent, Bouncer.DELIVERY_ERROR)).startsWith(error)));
    }

    /** Why it waits. */
    private String awaitKept() throws MessagingException {
        await().until(() ->
                bench.queued(QUEUE).size() == 1 && bench.delivery.held(TOKYO).lastFailure() != null);
        assertThat(bench.context.getSentMails()).isEmpty();
        return Objects.requireNonNull(bench.delivery.held(TOKYO).lastFailure()).text();
    }

    private List<String> warnings() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void peerShouldBeGreetedWithTheConfiguredName() throws Exception {
        send(BOB);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard()).startsWith("EHLO paris.example.net");
    }

    @ParameterizedTest
    @CsvSource({"(message)", "DATA", "MAIL"})
    void messageThatIsTooLargeShouldBeReturnedAtOnce(String command) throws Exception {
        tokyo.on(command, line -> "552 Quota exceeded");

        send(BOB);

        awaitReturned("552 Quota exceeded");
    }

    @Test
    void recipientWhoseMailboxIsFullShouldWait() throws Exception {
        tokyo.on("RCPT", line -> "552 5.2.2 full");

        send(BOB);

        assertThat(awaitKept()).contains("552 5.2.2 full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            (connection) | 554 5.7.1 no service for you    | the connection
            HELO         | 504 5.5.2 <localhost>: rejected | EHLO
            MAIL         | 550 5.7.1 your IP is listed     | MAIL
            RCPT         | 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname | RCPT
            RCPT         | 554 5.7.1 <x[192.0.2.1]>: Client host rejected: Access denied | RCPT
            """)
    void mailShouldWaitWhereAPeerRefusesThisServerAndTheOperatorBeTold(String command, String reply, String named)
            throws Exception {
        tokyo.on("EHLO", line -> command.equals("HELO") ? "500 what" : "250-x\r\n250 PIPELINING")
                .on(command, line -> reply);

        send(BOB);

        assertThat(awaitKept()).contains(reply);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("The peer tokyo takes no mail from this server", reply + " to " + named, "delivery/heloName");
    }

    @Test
    void mailShouldBeReturnedWhereAPeerRefusesItsSender() throws Exception {
        tokyo.on("MAIL", line -> "550 5.1.8 no such domain");

        send(BOB);

        awaitReturned("550 5.1.8 no such domain");
    }

    @Test
    void ownWordsOfAPeerForAnUnknownUserShouldHaveTheMailLookedUpAgain() throws Exception {
        tokyo.on("RCPT", line -> "550 5.7.133 sender is no member");

        send(BOB);

        await().until(() -> bench.queued("spool").size() == 1);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void manyRecipientsShouldAllHaveTheMessageAtOnceWhereAPeerTakesAHundred() throws Exception {
        int[] taken = {0};
        tokyo.on("MAIL", line -> {
                    taken[0] = 0;
                    return "250 ok";
                })
                .on("RCPT", line -> ++taken[0] <= 100 ? "250 ok" : "452 4.5.3 too many recipients");

        send(IntStream.range(0, 130).mapToObj(i -> "user" + i + "@example.com").toArray(String[]::new));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(2));
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE)).isEmpty());
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void addressThatNeedsMoreThanAsciiShouldBeReturnedAndNoLineBeMadeOfIt() throws Exception {
        String injected = "\"x\u760d\u760aRCPT TO:<injected@third.example>\u760d\u760a\"@example.com";

        queue(Bench.mail("sender@elsewhere.example", injected, BOB));

        awaitReturned("5.6.7");
        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard()).noneMatch(line -> line.contains("injected")).contains("RCPT TO:<" + BOB + ">");
    }

    @Test
    void addressThatNoCommandMayCarryShouldBeReturnedBeforeAnythingIsSent() throws Exception {
        queue(Bench.mail("sender@elsewhere.example", "\"a\\\rb\"@example.com"));

        awaitReturned("5.1.3");
        assertThat(tokyo.connections()).isZero();
    }

    @Test
    void senderThatNoCommandMayCarryShouldNotBeSent() throws Exception {
        queue(Bench.mail("\"x\\\rRCPT TO:<evil@third.example>\\\ry\"@elsewhere.example", BOB));

        awaitReturned("5.1.7");
        assertThat(tokyo.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                "Content-Type: text/plain; charset=\"utf-8",
                "Content-Type: message/rfc822; name=A B C.eml",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))"
            })
    void messageShouldGoAsItCameWhateverItsHeaders(String header) throws Exception {
        String message = "Subject: x\r\n" + header + "\r\n\r\n.body\r\n";
        MailImpl mail = mail(message);
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(message.getBytes(ISO_8859_1))));

        send(mail);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n" + message.replace("\r\n.body", "\r\n..body"));
    }

    @Test
    void bccShouldNotLeave() throws Exception {
        send(mail("Subject: x\r\nBcc: eve@example.com,\r\n carol@example.com\r\nTo: bob@example.com\r\n\r\nbody\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0))
                .doesNotContainIgnoringCase("bcc")
                .doesNotContain("eve", "carol")
                .contains("To: bob");
    }

    @Test
    void eightBitShouldBeConvertedForAPeerThatDoesNotTakeIt() throws Exception {
        send(mail(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00c3\u00bc\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n\r\n=C3=BC\r\n");
    }

    @Test
    void eightBitShouldGoAsItCameToAPeerThatTakesIt() throws Exception {
        tokyo.on("EHLO", line -> "250-x\r\n250 8BITMIME");

        send(mail("Content-Type: text/plain; charset=utf-8\r\n\r\n\u00c3\u00bc\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n\r\n\u00c3\u00bc\r\n");
        assertThat(tokyo.heard()).contains("MAIL FROM:<sender@elsewhere.example> BODY=8BITMIME");
    }

    @Test
    void notificationParametersShouldGoToEachRecipient() throws Exception {
        tokyo.on("EHLO", line -> "250-x\r\n250 DSN");
        MailAddress bob = new MailAddress(BOB);
        MailImpl mail = Bench.mail("sender@elsewhere.example", BOB, "carol@example.com");
        mail.setDsnParameters(DsnParameters.builder()
                .ret(DsnParameters.Ret.HDRS)
                .envId(DsnParameters.EnvId.of("QQ314159"))
                .addRcptParameter(
                        bob, DsnParameters.RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.NEVER), bob))
                .build()
                .get());

        send(mail);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard())
                .contains(
                        "MAIL FROM:<sender@elsewhere.example> RET=HDRS ENVID=QQ314159",
                        "RCPT TO:<bob@example.com> NOTIFY=NEVER ORCPT=rfc822;bob@example.com",
                        "RCPT TO:<carol@example.com>");
    }

    @Test
    void mailShouldGoInClearWhereTlsFailsAndNothingIsCheckedAndTheOperatorBeTold() throws Exception {
        configure(OPPORTUNISTIC, PeerTls.DEFAULT);
        tokyo.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> "454 4.7.0 TLS not available");

        send(BOB);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("in clear", "454 4.7.0 TLS not available", "<tls>required</tls>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "0000000000000000000000000000000000000000000000000000000000000000"})
    void mailShouldWaitWhereTlsFailsAndThePeerMustHaveIt(String tls) throws Exception {
        configure(OPPORTUNISTIC, PeerTls.parse(tls));
        tokyo.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> "454 4.7.0 TLS not available");

        send(BOB);

        assertThat(awaitKept()).contains("454 4.7.0 TLS not available");
        assertThat(tokyo.heard("MAIL")).isZero();
    }

    @Test
    void mailShouldGoToThePinnedCertificateAndToNoOther(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder, "tokyo.example.net");
        tokyo.secured(certificate.context());
        configure(Bench.HANDOVER, PeerTls.parse(certificate.sha256()));
        send(BOB);
        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.sessions().get(0).isSecured()).isTrue();

        configure(OPPORTUNISTIC, PeerTls.parse("0".repeat(64)));
        send(BOB);
        assertThat(awaitKept()).contains("has the fingerprint " + certificate.sha256());
        assertThat(tokyo.messages()).hasSize(1);
    }

    @Test
    void mailThatMayHaveBeenTakenShouldNotGoToTheSmartHostToo() throws Exception {
        try (SmtpSink smart = new SmtpSink(0)) {
            bench.close();
            bench = new Bench(
                    new DeliveryConfiguration("1 hour", Duration.ofDays(5), 5, smart.address(), true, Bench.HANDOVER),
                    peer(PeerTls.DEFAULT));
            tokyo.on("(message)", message -> ScriptedSmtpServer.CLOSE);

            send(BOB);

            assertThat(awaitKept()).contains("come twice");
            assertThat(smart.taken()).isEmpty();
        }
    }
}
