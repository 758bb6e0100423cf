// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Bench.LOCAL;
import static io.domainsharing.mailets.delivery.Bench.NOBODY;
import static io.domainsharing.mailets.delivery.Bench.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.Bench.ON_TOKYO;
import static io.domainsharing.mailets.delivery.Bench.UNDETERMINED;
import static io.domainsharing.mailets.delivery.Bench.addresses;
import static io.domainsharing.mailets.delivery.Bench.arriving;
import static io.domainsharing.mailets.delivery.Bench.delivery;
import static io.domainsharing.mailets.delivery.Bench.mail;
import static io.domainsharing.mailets.delivery.Bench.message;
import static io.domainsharing.mailets.delivery.Bench.octets;
import static io.domainsharing.mailets.delivery.Bench.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.trace.Way;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainSharingMailetTest {
    private static final String UNDETERMINED_QUEUE = "domain-sharing-undetermined";

    private SmtpSink tokyo;
    private SmtpSink austin;
    private Bench bench;
    private DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        austin = new SmtpSink(0);
        bench = new Bench(
                delivery("1 hour", 5), peer(Bench.TOKYO, tokyo.address()), peer(Bench.AUSTIN, austin.address()));
        bench.ownership
                .know("here@example.com", LOCAL)
                .know("tokyo1@example.com", ON_TOKYO)
                .know("tokyo2@example.com", ON_TOKYO)
                .know("austin@example.com", ON_AUSTIN)
                .know("nobody@example.com", NOBODY)
                .know("unsure@example.com", UNDETERMINED);
        mailet = bench.mailet();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    @Test
    @Tag("D1")
    @Tag("L2")
    void mailForEverybodyShouldGoOnceToEach() throws Exception {
        MailImpl mail = mail(
                "sender@elsewhere.example",
                "here@example.com",
                "tokyo1@example.com",
                "austin@example.com",
                "nobody@example.com",
                "unsure@example.com",
                "tokyo2@example.com",
                "foreign@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo("transport");
        assertThat(mail.getRecipients())
                .containsExactlyInAnyOrderElementsOf(
                        addresses("here@example.com", "nobody@example.com", "foreign@elsewhere.example"));
        assertThat(Bench.octets(mail)).doesNotContain(Way.HEADER);
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).recipients())
                .containsExactlyInAnyOrder("tokyo1@example.com", "tokyo2@example.com");
        assertThat(austin.taken().get(0).recipients()).containsExactly("austin@example.com");
        assertThat(austin.taken().get(0).data()).containsOnlyOnce("X-Domain-Sharing:");
        assertThat(bench.queued(UNDETERMINED_QUEUE)).singleElement().satisfies(kept -> assertThat(kept.getRecipients())
                .isEqualTo(addresses("unsure@example.com")));
        assertThat(bench.context.getSentMails()).isEmpty();
        assertThat(bench.count("delivery.handedOver")).isEqualTo(3);
        assertThat(bench.count("delivery.kept")).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(bench.count("delivery.delivered")).isEqualTo(3));
        assertThat(bench.count("peer.tokyo.delivered")).isEqualTo(2);
    }

    @Test
    void mailShouldBeGoneWhenNobodyIsLeft() throws Exception {
        MailImpl mail = mail("sender@elsewhere.example", "tokyo1@example.com", "unsure@example.com");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(mail.getRecipients()).isEmpty();
    }

    @Test
    @Tag("D5")
    void mailForDomainsThatAreNotSharedShouldNotBeTouched() throws Exception {
        MailImpl mail = mail(message("X-Domain-Sharing: mine\r\n"), "sender@example.com", "x@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getMessage().getHeader(Way.HEADER)).containsExactly("mine");
        assertThat(bench.ownership.asked()).isEmpty();
    }

    @Test
    @Tag("L1")
    void forgedTraceShouldNotCountWhenNoPeerBroughtTheMail() throws Exception {
        MailImpl mail = mail(
                message("X-Domain-Sharing: node=paris; peer=tokyo; hop=1\r\n"),
                "sender@elsewhere.example",
                "tokyo1@example.com",
                "here@example.com");

        mailet.service(mail);

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).data())
                .startsWith("X-Domain-Sharing: node=paris; peer=tokyo; hop=1; kept=no; of=mf;\n had=");
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("L1")
    void mailThatWasHereShouldBeReturnedWithItsPath() throws Exception {
        MailImpl mail = fromPeer(
                "X-Domain-Sharing: node=tokyo; peer=paris; hop=2\r\n" + bench.ownLine("tokyo1@example.com"),
                "sender@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        SentMail bounce = bench.context.getSentMails().get(0);
        assertThat(bounce.getState()).isEqualTo("bounces");
        assertThat(error(bounce)).isEqualTo("5.4.6 Routing loop: paris -> tokyo -> paris");
        assertThat(bench.queued("domain-sharing-tokyo")).isEmpty();
    }

    @Test
    @Tag("L1")
    void mailWithTenHopsShouldBeReturnedWithItsPath() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int hop = Way.MOST_HOPS; hop >= 1; hop--) {
            lines.append("X-Domain-Sharing: node=n" + hop + "; peer=p; hop=" + hop + "\r\n");
        }
        MailImpl mail = fromPeer(lines.toString(), "sender@elsewhere.example");

        mailet.service(mail);

        assertThat(error(bench.context.getSentMails().get(0)))
                .isEqualTo("5.4.6 Too many hops between peers: n1 -> n2 -> n3 -> n4 -> n5 -> n6 -> n7 -> n8 -> n9"
                        + " -> n10 -> paris");
    }

    @Test
    @Tag("L1")
    void loopingMailWithoutSenderShouldGoToTheErrorProcessor() throws Exception {
        mailet.service(fromPeer(bench.ownLine("tokyo1@example.com"), "<>"));

        assertThat(bench.context.getSentMails().get(0).getState()).isEqualTo(Mail.ERROR);
        assertThat(bench.count("delivery.returned.loop")).isEqualTo(1);
        assertThat(bench.count("delivery.handedOver")).isZero();
    }

    @Test
    @Tag("L1")
    void mailWithOneHopShouldBeHandedOverOnceMore() throws Exception {
        mailet.service(fromPeer("X-Domain-Sharing: node=austin; peer=paris; hop=1\r\n", "s@elsewhere.example"));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).data())
                .contains("node=austin; peer=paris; hop=1", "node=paris; peer=tokyo; hop=2");
    }

    @Test
    @Tag("D2")
    void keptMailShouldBeAskedForAgainInItsProcessorWhenAPeerReturns() throws Exception {
        mailet.service(mail("sender@elsewhere.example", "unsure@example.com"));
        bench.delivery.flush(Bench.TOKYO);

        await().until(() -> !bench.queued("spool").isEmpty());
        Mail again = bench.queued("spool").get(0);
        assertThat(again.getState()).isEqualTo("transport");
        assertThat(again.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName())).isEmpty();
        bench.ownership.know("unsure@example.com", ON_TOKYO);
        mailet.service(again);
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    @Tag("D2")
    void keptMailShouldBeReturnedOnlyWhenTooOldHoweverOftenItWasAskedFor() throws Exception {
        Mail mail = mail("sender@elsewhere.example", "unsure@example.com");
        for (int times = 0; times < 20; times++) {
            mailet.service(mail);
            bench.delivery.flush(Bench.TOKYO);
            await().until(() -> !bench.queued("spool").isEmpty());
            mail = bench.queued("spool").get(0);
            bench.queues.createQueue(MailQueueName.of("spool")).clear();
            bench.clock.pass(Duration.ofHours(5));
        }
        assertThat(mail.getName()).hasSizeLessThan(20);
        assertThat(bench.context.getSentMails()).isEmpty();

        bench.clock.pass(Duration.ofHours(20));
        mailet.service(mail);

        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> assertThat(error(bounce))
                .startsWith("4.4.7 Delivery time expired")
                .endsWith("tokyo: no answer within 1 s"));
        assertThat(bench.count("delivery.returned.expired")).isEqualTo(1);
        assertThat(bench.count("delivery.kept")).isEqualTo(20);
    }

    @Test
    void verdictThatDoesNotComeInTimeShouldCountAsUndetermined() throws Exception {
        MailImpl mail = mail("sender@elsewhere.example", "slow@example.com", "here@example.com");

        mailet.service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("here@example.com"));
        assertThat(bench.queued(UNDETERMINED_QUEUE)).hasSize(1);
    }

    @Test
    void mailForAPeerThatLeftTheConfigurationShouldBeKept() throws Exception {
        bench.ownership.know("left@example.com", new Verdict.OnPeer(new PeerName("oslo"), Verdict.Source.CACHE));

        mailet.service(mail("sender@elsewhere.example", "left@example.com"));

        assertThat(bench.queued(UNDETERMINED_QUEUE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                "Content-Type: text/plain; charset=\"utf-8",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))",
                "Subject: Gr\u00fc\u00dfe"
            })
    @Tag("H1")
    void messageShouldBeQueuedAsItCameAlsoWhereAnotherMailetTouchedIt(String line) throws Exception {
        tokyo.answer("MAIL", "451 4.3.2 later");
        String octets = "Received: x\r\n" + line + "\r\n\r\nbody";
        MailImpl mail = arriving(octets, "sender@elsewhere.example", "tokyo1@example.com", "here@example.com");
        MailImpl touched = arriving(octets, "sender@elsewhere.example", "tokyo1@example.com", "here@example.com");
        touched.getMessage().removeHeader("Bcc");

        mailet.service(mail);
        mailet.service(touched);

        assertThat(mail.getRecipients()).isEqualTo(addresses("here@example.com"));
        assertThat(octets(mail)).isEqualTo(octets);
        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 2);
        assertThat(bench.queued("domain-sharing-tokyo"))
                .anySatisfy(queued -> assertThat(octets(queued))
                        .matches("(?s)X-Domain-Sharing: node=paris; peer=tokyo; hop=1;.*")
                        .endsWith("\r\n" + octets))
                .allSatisfy(queued -> assertThat(octets(queued))
                        .startsWith("X-Domain-Sharing: ")
                        .endsWith("\r\n\r\nbody"));
    }

    @Test
    void secondMailetShouldShareTheQueuesAndTheBounceProcessor() throws Exception {
        bench.mailet().service(mail("sender@elsewhere.example", "tokyo1@example.com"));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThatThrownBy(() -> bench.mailet("others"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("'others'")
                .hasMessageContaining("'bounces'");
    }

    private static MailImpl fromPeer(String headers, String sender) throws MessagingException {
        MailImpl mail = mail(message(headers), sender, "tokyo1@example.com");
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }

    private static String error(SentMail mail) {
        return Bench.text(mail, Bouncer.DELIVERY_ERROR);
    }

    /** Memory queues of which some take nothing. */
    static final class FailingFor extends MemoryMailQueueFactory {
        private final Set<String> queues;

        FailingFor(String... queues) {
            super(new RawMailQueueItemDecoratorFactory());
            this.queues = Set.of(queues);
        }

        @Override
        public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
            return queues.contains(name.asString())
                    ? new MemoryCacheableMailQueue(name, new RawMailQueueItemDecoratorFactory(), Clock.systemUTC()) {
                        @Override
                        public void enQueue(Mail mail) throws MailQueueException {
                            throw new MailQueueException("the queue is full");
                        }

                        @Override
                        public void enQueue(Mail mail, Duration delay) throws MailQueueException {
                            enQueue(mail);
                        }
                    }
                    : super.createQueue(name, count);
        }
    }
}
