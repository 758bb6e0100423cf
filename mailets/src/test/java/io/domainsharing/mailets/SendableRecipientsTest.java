// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.LOCAL;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** In mail that James makes itself, to a peer, to a gateway and to the outside world. */
@Tag("H2")
class SendableRecipientsTest {
    private static final String INJECTION = "\"x\u760d\u760aRCPT TO:<injected@third.example>\u760d\u760a\"@";
    private static final String SENDER = "alice@example.com";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.domainsharing");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private SmtpSink host;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        lines.start();
        logger.addAppender(lines);
        host = new SmtpSink(0);
        Gateway gateway = new Gateway(
                Domain.of("customer.example"),
                List.of(host.address()),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false);
        bench = new Bench(
                QUICK,
                new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()),
                Gateways.open(List.of(gateway), Path::of),
                peer(Nodes.TOKYO, host.address()));
        bench.ownership.know("bob@example.com", ON_TOKYO).know("\"\u00f6 here\"@example.com", LOCAL);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        host.close();
        logger.detachAppender(lines);
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isNotEmpty()
                .allMatch(line -> line.matches("[ -~]+"));
    }

    private void assertReturned(String status, String recipient) {
        assertThat(bench.context.getSentMails()).singleElement().satisfies(returned -> {
            assertThat(returned.getState()).isEqualTo("bounces");
            assertThat(returned.getRecipients()).isEqualTo(addresses(recipient));
            assertThat(Mails.text(returned, Bouncer.DELIVERY_ERROR))
                    .startsWith(status + " ")
                    .matches("\\p{Print}+");
            assertThat(Mails.text(returned, Bouncer.DELIVERY_ERROR_CODE)).isEqualTo("553");
        });
    }

    @Test
    void recipientBeyondAsciiShouldBeReturnedByAHostWithoutSmtpUtf8AndTheOthersGoOn() throws Exception {
        MailImpl mail = mail(SENDER, INJECTION + "customer.example", "carol@customer.example");

        bench.mailet().service(mail);

        await().untilAsserted(() -> assertReturned("5.6.7", INJECTION + "customer.example"));
        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("carol@customer.example");
    }

    @Test
    void recipientBeyondAsciiShouldReachAHostWithSmtpUtf8() throws Exception {
        host.offerSmtpUtf8();

        bench.mailet().service(mail(SENDER, "\"m\u00fcller\"@customer.example"));

        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("\"m\u00fcller\"@customer.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "outside.example"})
    void recipientBeyondAsciiShouldBeReturnedAndTheOthersGoOn(String domain) throws Exception {
        MailImpl mail = mail(SENDER, INJECTION + domain, "bob@example.com", "foreign@elsewhere.example");

        bench.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("foreign@elsewhere.example"));
        assertReturned("5.6.7", INJECTION + domain);
        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("bob@example.com");
        assertThat(bench.ownership.asked()).doesNotContainAnyElementsOf(addresses(INJECTION + domain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\tb\"@example.com", "\"a\\\rb\"@customer.example", "\"a\u009bb\"@example.com"})
    void recipientThatNoCommandCarriesShouldBeReturned(String recipient) throws Exception {
        MailImpl mail = mail(SENDER, recipient);

        bench.mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertReturned("5.1.3", recipient);
        assertThat(bench.queued("domain-sharing-undetermined")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "customer.example", "elsewhere.example"})
    void recipientThatAQueueWouldCutShouldBeReturnedAndTheOthersGoOn(String domain) throws Exception {
        bench.queued = QueuedAddresses.WITHOUT_SEMICOLON;
        MailImpl mail = mail(SENDER, "\"a;b\"@" + domain, "carol@customer.example");

        bench.mailet().service(mail);

        assertReturned("5.1.3", "\"a;b\"@" + domain);
        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("carol@customer.example");
    }

    @Test
    void whatAStrangerWroteShouldStandInTheLogEscaped() throws Exception {
        MailImpl mail =
                mail("\"a\u009b\\\rb\"@elsewhere.example", "\"\u001b[2J\u0007\"@example.com", "x@customer.example");

        bench.mailet().service(mail);

        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("[\"\\u001b[2J\\u0007\"@example.com")
                        && line.contains("\"a\\u009b\\\\u000db\"@elsewhere.example"));
    }

    @Test
    void recipientThatIsHereShouldStayWhateverItsSpelling() throws Exception {
        MailImpl mail = mail(SENDER, "\"\u00f6 here\"@example.com", "bob@example.com");

        bench.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("\"\u00f6 here\"@example.com"));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void mailOfASenderThatNoCommandCarriesShouldGoToTheErrorProcessor() throws Exception {
        MailImpl mail = mail("\"a\\\rb\"@elsewhere.example", "bob@example.com");

        bench.mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.context.getSentMails())
                .singleElement()
                .extracting(SentMail::getState)
                .isEqualTo(Mail.ERROR);
        assertThat(host.taken()).isEmpty();
    }

    @Test
    void mailOfASenderBeyondAsciiShouldGoBackToIt() throws Exception {
        MailImpl mail = mail(INJECTION + "example.com", "bob@example.com");

        bench.mailet().service(mail);

        assertReturned("5.6.7", "bob@example.com");
    }

    @Test
    void remoteDeliveryShouldGetOnlyWhatItsQueueKeeps() throws Exception {
        bench.queued = QueuedAddresses.WITHOUT_SEMICOLON;
        MailImpl mail = mail(SENDER, "\"a;b\"@third.example", "foreign@elsewhere.example");

        deliverByMx("bounces", mail);

        assertReturned("5.1.3", "\"a;b\"@third.example");
        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("foreign@elsewhere.example");
    }

    @ParameterizedTest
    @CsvSource({"'\"a\tb\"@third.example', 5.1.3", "\"\u760d\u760a\"@third.example, 5.6.7"})
    void remoteDeliveryShouldGetOnlyWhatItCanSend(String recipient, String status) throws Exception {
        MailImpl mail = mail(SENDER, recipient, "foreign@elsewhere.example");

        deliverByMx("bounces", mail);

        assertReturned(status, recipient);
        await().until(() -> host.taken().size() == 1);
        assertThat(host.taken().get(0).recipients()).containsExactly("foreign@elsewhere.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\\\rRCPT TO:<x@third.example>\"@elsewhere.example", "\"\u760d\u760a\"@elsewhere.example"})
    void remoteDeliveryShouldNotGetASenderThatItCannotSend(String sender) throws Exception {
        MailImpl mail = mail(sender, "foreign@elsewhere.example");

        deliverByMx("bounces", mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.context.getSentMails()).hasSize(1);
        assertThat(bench.queued("outgoing")).isEmpty();
        assertThat(host.taken()).isEmpty();
    }

    @Test
    void remoteDeliveryWithoutABounceProcessorShouldLetJamesTellTheSender() throws Exception {
        deliverByMx(null, mail(SENDER, "\"\u760d\u760a\"@third.example"));

        assertThat(bench.context.getBouncedMails())
                .singleElement()
                .satisfies(bounced -> assertThat(bounced.getMessage()).startsWith("5.6.7 "));
    }

    @Test
    void bounceThatCannotBeSentShouldGoToTheErrorProcessor() throws Exception {
        deliverByMx(null, mail("<>", "\"\u760d\u760a\"@third.example"));

        assertThat(bench.context.getSentMails())
                .singleElement()
                .extracting(SentMail::getState)
                .isEqualTo(Mail.ERROR);
        assertThat(bench.context.getBouncedMails()).isEmpty();
    }

    private void deliverByMx(@Nullable String bounceProcessor, Mail mail) throws Exception {
        DeliverByMx mailet = bench.deliverByMx(host.address(), bounceProcessor);
        try {
            mailet.service(mail);
        } finally {
            await().until(() -> bench.queued("outgoing").isEmpty());
            mailet.destroy();
        }
    }
}
