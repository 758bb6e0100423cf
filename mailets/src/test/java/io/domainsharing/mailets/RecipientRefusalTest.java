// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.text;
import static io.domainsharing.mailets.delivery.Nodes.AUSTIN;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer's refusal comes to: the mail is looked up again, once, and returned where nobody else has the mailbox. */
@Tag("L4")
class RecipientRefusalTest extends MovedMailboxFixture {
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "tokyo"})
    void mailShouldBeReturnedWithTheRefusalWhenNoOtherServerHasTheMailbox(String who) throws Exception {
        bench.ownership.resolveOthersTo(who.equals("tokyo") ? ON_TOKYO : NOBODY);

        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        mailet.service(again);

        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        SentMail bounce = onlyBounce();
        assertThat(bounce.getState()).isEqualTo("bounces");
        assertThat(text(bounce, Bouncer.DELIVERY_ERROR)).isEqualTo(UNKNOWN + " [paris -> tokyo]");
        assertThat(text(bounce, Bouncer.DELIVERY_ERROR_CODE)).isEqualTo("550");
        assertThat(text(bounce, Bouncer.IS_DELIVERY_PERMANENT_ERROR)).isEqualTo("true");
        assertThat(bounce.getAttributes().keySet())
                .extracting(AttributeName::asString)
                .noneMatch(name -> name.startsWith("io.domainsharing"));
        assertThat(bench.count("rerouted_recipients_total")).isEqualTo(1);
        assertThat(bench.count("returned_recipients_total{refused}")).isEqualTo(1);
    }

    @Test
    void mailWithoutSenderShouldGoToTheErrorProcessorWhenNobodyHasTheMailbox() throws Exception {
        bench.ownership.resolveOthersTo(NOBODY);

        mailet.service(mail("<>", MOVED));
        mailet.service(awaitSpooled(MOVED));

        assertThat(onlyBounce().getState()).isEqualTo(Mail.ERROR);
    }

    @Test
    @Tag("L1")
    void mailShouldBeLookedUpAgainOnlyOnce() throws Exception {
        bench.ownership.resolveOthersTo(ON_AUSTIN);
        austin.answer(MOVED, "550 5.1.1 not here either");

        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();
        mailet.service(again);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(text(onlyBounce(), Bouncer.DELIVERY_ERROR)).startsWith("550 5.1.1 not here either [paris -> austin");
        assertThat(bench.queued("spool")).isEmpty();
    }

    @Test
    void ownerShouldBeRememberedAndMailReturnedWhenThePeerRefusesByPolicy() throws Exception {
        tokyo.answer(MOVED, "550 5.7.1 not from you");

        mailet.service(mail(SENDER, MOVED));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(bench.ownership.known(address(MOVED))).contains(ON_TOKYO);
        assertThat(bench.queued("spool")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550 5.1.8 no such sender", "DATA, 550 5.1.1 whoever that is"})
    void refusalOfSenderOrMessageShouldSayNothingAboutTheMailbox(String command, String reply) throws Exception {
        tokyo.answer(MOVED, "250 2.1.5 ok").answer(command, reply);

        mailet.service(mail(SENDER, MOVED));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(bench.ownership.known(address(MOVED))).contains(ON_TOKYO);
        assertThat(bench.queued("spool")).isEmpty();
    }

    @Test
    void eachRecipientShouldBeJudgedByItsOwnReply() throws Exception {
        tokyo.answer("refused@example.com", "550 5.7.1 not from you").answer("full@example.com", "452 4.2.2 full");
        bench.ownership
                .know("refused@example.com", ON_TOKYO)
                .know("full@example.com", ON_TOKYO)
                .resolveOthersTo(ON_AUSTIN);

        mailet.service(mail(SENDER, "refused@example.com", MOVED, "full@example.com", "bob@example.com"));
        mailet.service(awaitSpooled(MOVED));

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(austin.taken().get(0).recipients()).containsExactly(MOVED);
        assertThat(onlyBounce().getRecipients()).isEqualTo(addresses("refused@example.com"));
        assertThat(tokyo.taken()).singleElement().satisfies(taken -> assertThat(taken.recipients())
                .containsExactly("bob@example.com"));
        await().untilAsserted(() -> assertThat(bench.queued("domain-sharing-tokyo"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("full@example.com"))));
    }

    @Test
    @Tag("L2")
    void mailShouldStayInTheQueueWhenItCannotBeLookedUpAgain() throws Exception {
        bench.close();
        bench = new Bench(QUICK, new FailingFor("spool"), peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));
        bench.ownership.resolveOthersTo(ON_TOKYO);

        bench.mailet().service(mail(SENDER, MOVED));
        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 1);
        tokyo.answer(MOVED, "250 2.1.5 here again");

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }
}
