// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail that waits because the owner of an address cannot be told. */
class UndeterminedMailTest extends DomainSharingMailetFixture {
    @Test
    @Tag("D2")
    void keptMailShouldBeAskedForAgainInItsProcessorWhenAPeerReturns() throws Exception {
        mailet.service(mail("sender@elsewhere.example", "unsure@example.com"));
        bench.delivery.flush(Nodes.TOKYO);

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
            bench.delivery.flush(Nodes.TOKYO);
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
        assertThat(bench.count("returned_recipients_total{expired}")).isEqualTo(1);
        assertThat(bench.count("undetermined_recipients_total")).isEqualTo(20);
    }

    @Test
    @Tag("D2")
    void mailThatIsBeingAskedForWhenAPeerReturnsShouldBeAskedForSoonAfterIt() throws Exception {
        bench.delivery.flush(Nodes.TOKYO);
        mailet.service(mail("sender@elsewhere.example", "unsure@example.com"));
        assertThat(nextAttempts()).containsExactly(bench.clock.instant().plus(Duration.ofMinutes(1)));

        bench.clock.pass(Duration.ofSeconds(10));
        mailet.service(mail("sender@elsewhere.example", "unsure-too@example.com"));

        assertThat(nextAttempts()).hasSize(2).anySatisfy(next -> assertThat(next)
                .isAfter(bench.clock.instant().plus(Duration.ofMinutes(1))));
    }

    private List<Instant> nextAttempts() throws Exception {
        return bench.delivery.mails(new PeerName("undetermined"), null, 10).orElseThrow().mails().stream()
                .map(QueuedMail::nextAttempt)
                .toList();
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

    @Test
    @Tag("D2")
    void keptMailShouldBeListedAndReturnedAloneWhenThatIsOrdered() throws Exception {
        mailet.service(mail("sender@elsewhere.example", "unsure@example.com"));
        mailet.service(mail("other@elsewhere.example", "unsure@example.com"));
        List<QueuedMail> mails = bench.delivery
                .mails(WaitingMail.UNDETERMINED, null, 10)
                .orElseThrow()
                .mails();
        assertThat(mails).hasSize(2).allSatisfy(mail -> assertThat(mail.lastFailure())
                .isNotNull());

        assertThat(bench.delivery.order(WaitingMail.UNDETERMINED, mails.get(0).name(), MailOrder.RETURN))
                .isEqualTo(MailOrder.Outcome.TAKEN);

        await().until(() -> bench.context.getSentMails().size() == 1);
        assertThat(bench.context.getSentMails().get(0).getSender())
                .isEqualTo(mails.get(0).sender().asOptional().orElseThrow());
        await().until(() -> bench.queued(UNDETERMINED_QUEUE).size() == 1);
        assertThat(bench.queued("spool")).isEmpty();
    }
}
