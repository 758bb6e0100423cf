// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Bench.AUSTIN;
import static io.domainsharing.mailets.delivery.Bench.LOCAL;
import static io.domainsharing.mailets.delivery.Bench.NOBODY;
import static io.domainsharing.mailets.delivery.Bench.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.Bench.ON_TOKYO;
import static io.domainsharing.mailets.delivery.Bench.QUICK;
import static io.domainsharing.mailets.delivery.Bench.TOKYO;
import static io.domainsharing.mailets.delivery.Bench.UNDETERMINED;
import static io.domainsharing.mailets.delivery.Bench.addresses;
import static io.domainsharing.mailets.delivery.Bench.mail;
import static io.domainsharing.mailets.delivery.Bench.message;
import static io.domainsharing.mailets.delivery.Bench.peer;
import static io.domainsharing.mailets.delivery.Bench.text;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.trace.PriorRefusal;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.List;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokyo is remembered as the owner of a mailbox, and knows it no more. */
@Tag("L4")
class MovedMailboxTest {
    private static final String SENDER = "sender@elsewhere.example";
    private static final String MOVED = "moved@example.com";
    private static final String UNKNOWN = "550 5.1.1 no such user";

    private SmtpSink tokyo;
    private SmtpSink austin;
    private Bench bench;
    private DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0).answer(MOVED, UNKNOWN);
        austin = new SmtpSink(0);
        bench = new Bench(QUICK, peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));
        bench.ownership.know(MOVED, ON_TOKYO).know("bob@example.com", ON_TOKYO);
        mailet = bench.mailet();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

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
    void mailboxThatLivesHereNowShouldGetTheMailAsAnyOther() throws Exception {
        bench.ownership.resolveOthersTo(LOCAL);

        mailet.service(mail(SENDER, MOVED));
        Mail again = awaitSpooled(MOVED);
        mailet.service(again);

        assertThat(again.getRecipients()).isEqualTo(addresses(MOVED));
        assertThat(again.getState()).isEqualTo("transport");
        assertThat(Bench.octets(again)).doesNotContain("X-Domain-Sharing");
        assertThat(PriorRefusal.of(again)).isEmpty();
        assertThat(MailAttributes.age(again, bench.clock)).isZero();
        assertThat(bench.context.getSentMails()).isEmpty();
    }

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
        assertThat(bench.count("delivery.rerouted")).isEqualTo(1);
        assertThat(bench.count("delivery.returned.refused")).isEqualTo(1);
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

    @Test
    @Tag("L2")
    void mailShouldStayInTheQueueWhenItCannotBeLookedUpAgain() throws Exception {
        bench.close();
        bench = new Bench(
                QUICK,
                new DomainSharingMailetTest.FailingFor("spool"),
                peer(TOKYO, tokyo.address()),
                peer(AUSTIN, austin.address()));
        bench.ownership.resolveOthersTo(ON_TOKYO);

        bench.mailet().service(mail(SENDER, MOVED));
        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 1);
        tokyo.answer(MOVED, "250 2.1.5 here again");

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    private Mail awaitSpooled(String recipient) throws Exception {
        await().until(() -> bench.queued("spool").size() == 1);
        Mail mail = bench.queued("spool").get(0);
        assertThat(mail.getRecipients()).isEqualTo(addresses(recipient));
        return mail;
    }

    private SentMail onlyBounce() {
        List<SentMail> sent = bench.context.getSentMails();
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }
}
