// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.LOCAL;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.mailets.delivery.SampleVerdicts.UNDETERMINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.PriorRefusal;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What fails for one peer fails for nobody else. */
@Tag("L2")
class PortionsTest {
    private static final String UNDETERMINED_QUEUE = "domain-sharing-undetermined";

    private SmtpSink tokyo;
    private SmtpSink austin;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        austin = new SmtpSink(0);
        failing();
    }

    private void failing(String... queues) {
        if (bench != null) {
            bench.close();
        }
        bench = new Bench(
                delivery("1 hour", 5),
                new FailingFor(queues),
                peer(Nodes.TOKYO, tokyo.address()),
                peer(Nodes.AUSTIN, austin.address()));
        bench.ownership
                .know("here@example.com", LOCAL)
                .know("tokyo1@example.com", ON_TOKYO)
                .know("austin@example.com", ON_AUSTIN)
                .know("unsure@example.com", UNDETERMINED);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    @Test
    void recipientsShouldBeKeptWhenTheQueueOfTheirPeerFails() throws Exception {
        failing("domain-sharing-austin");
        MailImpl mail = everybody();

        bench.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("here@example.com"));
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.queued(UNDETERMINED_QUEUE).stream().flatMap(kept -> kept.getRecipients().stream()))
                .containsExactlyInAnyOrderElementsOf(addresses("austin@example.com", "unsure@example.com"));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void recipientsShouldGoToTheErrorProcessorAloneWhenTheyCannotBeKeptEither() throws Exception {
        failing("domain-sharing-austin", UNDETERMINED_QUEUE);
        MailImpl mail = everybody();

        bench.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("here@example.com"));
        assertThat(mail.getState()).isEqualTo("transport");
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails())
                .allSatisfy(sent -> assertThat(sent.getState()).isEqualTo(Mail.ERROR))
                .extracting(sent -> sent.getRecipients().iterator().next())
                .containsExactlyInAnyOrderElementsOf(addresses("austin@example.com", "unsure@example.com"));
    }

    @Test
    void onlyTheRecipientsThatNoQueueTakesShouldStayInTheMail() throws Exception {
        failing("domain-sharing-austin", UNDETERMINED_QUEUE);
        DomainSharingMailet mailet = bench.mailet();
        bench.refuseSpooling(true);
        MailImpl mail = everybody();

        assertThatThrownBy(() -> mailet.service(mail))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("can be put into no queue");

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(mail.getRecipients())
                .containsExactlyInAnyOrderElementsOf(
                        addresses("here@example.com", "austin@example.com", "unsure@example.com"));
    }

    @Test
    void recipientsShouldBeKeptWhenTheLookUpItselfFails() throws Exception {
        DomainSharingMailet mailet = bench.mailet();
        MailImpl mail = mail("sender@elsewhere.example", "tokyo1@example.com", "foreign@elsewhere.example");
        bench.ownership.fail(new IllegalStateException("the cache is broken"));

        mailet.service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("foreign@elsewhere.example"));
        assertThat(bench.queued(UNDETERMINED_QUEUE)).singleElement().satisfies(kept -> assertThat(kept.getRecipients())
                .isEqualTo(addresses("tokyo1@example.com")));
    }

    @Test
    void refusedRecipientsShouldWaitWhenTheyCannotBeReturned() throws Exception {
        bench.ownership.resolveOthersTo(NOBODY);
        DomainSharingMailet mailet = bench.mailet();
        MailImpl mail = mail("sender@elsewhere.example", "gone@example.com");
        new PriorRefusal(Nodes.TOKYO, Cause.refused("550 5.1.1 gone", 550)).writeOn(mail);
        bench.refuseSpooling(true);

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.queued(UNDETERMINED_QUEUE)).singleElement().satisfies(kept -> assertThat(PriorRefusal.of(kept))
                .isPresent());
    }

    private static MailImpl everybody() throws MessagingException {
        return mail(
                "sender@elsewhere.example",
                "tokyo1@example.com",
                "austin@example.com",
                "here@example.com",
                "unsure@example.com");
    }
}
