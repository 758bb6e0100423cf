// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.LOCAL;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.mailets.delivery.SampleVerdicts.UNDETERMINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.trace.PriorRefusal;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the mail for a mailbox that its remembered owner has no more. */
@Tag("L4")
class MovedMailboxTest extends MovedMailboxFixture {
    @ParameterizedTest
    @ValueSource(strings = {SENDER, "<>"})
    void newOwnerShouldGetTheMailWithoutTheHandoverThatFailed(String sender) throws Exception {
        bench.ownership.resolveOthersTo(ON_AUSTIN);

        mailet.service(mail(sender, MOVED, "bob@example.com"));
        mailet.service(awaitSpooled(MOVED));

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        SmtpSink.Taken taken = austin.taken().get(0);
        assertThat(taken.recipients()).containsExactly(MOVED);
        assertThat(taken.data())
                .contains("X-Domain-Sharing: node=paris; peer=austin; hop=1")
                .containsOnlyOnce("X-Domain-Sharing:");
        assertThat(tokyo.taken()).singleElement().satisfies(other -> assertThat(other.recipients())
                .containsExactly("bob@example.com"));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void accountHereShouldKeepWhatThePinnedOwnerRefusesThoughThePinStays() throws Exception {
        bench.ownership.knowElsewhere(MOVED, new Verdict.Local(LocalMatch.ACCOUNT));
        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        bench.ownership.know(MOVED, ON_TOKYO);

        // It stands twice in the processor.
        mailet.service(again);
        mailet.service(again);

        assertThat(again.getRecipients()).isEqualTo(addresses(MOVED));
        assertThat(tokyo.taken()).isEmpty();
        assertThat(bench.queued("spool")).hasSize(1);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void mailboxThatLivesHereNowShouldGetTheMailAsAnyOther() throws Exception {
        bench.ownership.resolveOthersTo(LOCAL);

        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        mailet.service(again);

        assertThat(again.getRecipients()).isEqualTo(addresses(MOVED));
        assertThat(again.getState()).isEqualTo("transport");
        assertThat(Mails.octets(again)).doesNotContain("X-Domain-Sharing");
        assertThat(PriorRefusal.of(again)).isEmpty();
        assertThat(MailAttributes.age(again, bench.clock)).isZero();
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void newOwnerShouldGetTheMailWhenTheOldOneStillSaysThatItHasTheMailbox() throws Exception {
        bench.ownership.resolveOthersTo(ON_TOKYO).knowElsewhere(MOVED, ON_AUSTIN);

        mailet.service(mail(SENDER, MOVED));
        mailet.service(awaitSpooled(MOVED));

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void oldOwnerShouldGetTheMailAgainWhenItHasTheMailboxBackAndTheNewOneIsGone() throws Exception {
        bench.ownership.resolveOthersTo(ON_AUSTIN);
        austin.answer(MOVED, "451 4.2.2 full");
        mailet.service(mail(SENDER, MOVED));
        mailet.service(awaitSpooled(MOVED));
        await().until(() -> bench.queued("domain-sharing-austin").size() == 1);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();

        bench.ownership.resolveOthersTo(ON_TOKYO);
        tokyo.answer(MOVED, "250 2.1.5 here again");
        bench.peers.replaceBy(peer(TOKYO, tokyo.address()));
        mailet.service(awaitSpooled(MOVED));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALIAS,true", "CATCH_ALL,false"})
    void addressThatItIsRewrittenToHereShouldHaveALookupOfItsOwn(LocalMatch match, boolean own) throws Exception {
        bench.ownership.know("new@example.com", ON_AUSTIN).resolveOthersTo(new Verdict.Local(match));
        austin.answer("new@example.com", UNKNOWN);
        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();

        mailet.service(again);
        again.setRecipients(addresses("new@example.com"));
        mailet.service(again);

        if (own) {
            assertThat(awaitSpooled("new@example.com").getState()).isEqualTo("transport");
            assertThat(bench.context.getSentMails()).isEmpty();
        } else {
            await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
            assertThat(bench.queued("spool"))
                    .as("a catch-all may lead there for ever")
                    .isEmpty();
        }
    }

    @Test
    void mailShouldBeKeptWhileNobodyCanTellTheNewOwner() throws Exception {
        bench.ownership.resolveOthersTo(UNDETERMINED);

        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();
        bench.clock.pass(Duration.ofDays(1));
        mailet.service(again);
        bench.ownership.resolveOthersTo(ON_AUSTIN);
        Mail later = awaitSpooled(MOVED);
        assertThat(MailAttributes.age(later, bench.clock)).isEqualTo(Duration.ofDays(1));
        mailet.service(later);

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("L1")
    void handoversOfOthersShouldStayInTheTrace() throws Exception {
        MailImpl mail = mail(message("X-Domain-Sharing: node=oslo; peer=paris; hop=1\r\n"), SENDER, MOVED);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("oslo")));
        bench.ownership.resolveOthersTo(ON_AUSTIN);

        mailet.service(mail);
        mailet.service(awaitSpooled(MOVED));

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(austin.taken().get(0).data())
                .startsWith("X-Domain-Sharing: node=paris; peer=austin; hop=2;")
                .containsSubsequence("; sig=", "\nX-Domain-Sharing: node=oslo; peer=paris; hop=1\n");
    }
}
