// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.mailets.delivery.Nodes.AUSTIN;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.list.ListCopies;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalLists.Reach;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of the mail that waits for a peer when that is a peer no more. */
@Tag("D6")
@Tag("L2")
class RemovedPeerTest {
    private static final String QUEUE = "domain-sharing-tokyo";
    private static final String BOB = "bob@example.com";

    private SmtpSink tokyo;
    private SmtpSink austin;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0).answer(BOB, "451 4.2.2 full");
        austin = new SmtpSink(0);
        bench = new Bench(delivery("1 hour", 5), peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));
        bench.ownership.know(BOB, ON_TOKYO);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    @Test
    void mailShouldGoBackWithItsAgeAndWithoutTheHandoverThatFailed() throws Exception {
        MailImpl mail =
                mail(message("X-Domain-Sharing: node=austin; peer=paris; hop=1\r\n"), "s@elsewhere.example", BOB);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("austin")));
        bench.mailet().service(mail);
        awaitQueued(1);
        bench.clock.pass(Duration.ofDays(4));

        remove();

        Mail again = awaitSpooled();
        assertThat(again.getState()).isEqualTo("transport");
        assertThat(again.getRecipients()).isEqualTo(addresses(BOB));
        assertThat(MailAttributes.age(again, bench.clock)).isEqualTo(Duration.ofDays(4));
        assertThat(bench.guard().on(again).path()).isEqualTo("austin -> paris");
        awaitQueued(0);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void anotherOwnerShouldGetTheMailThatWentBack() throws Exception {
        bench.mailet().service(mail("s@elsewhere.example", BOB));
        awaitQueued(1);
        bench.ownership.know(BOB, ON_AUSTIN);

        remove();
        bench.mailet().service(awaitSpooled());

        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(austin.taken().get(0).data()).containsOnlyOnce("X-Domain-Sharing:");
    }

    @Test
    @Tag("D9")
    void copyOfAListPostShouldGoToThePeersThatHaveTheListNow() throws Exception {
        MailAddress list = address("sales@example.com");
        PeerName successor = new PeerName("tokyo2");
        InMemoryLookups lookups = new InMemoryLookups()
                .program("tokyo", new PeerAnswer.Accepts())
                .program("austin", new PeerAnswer.Unknown())
                .program("tokyo2", new PeerAnswer.Accepts());
        LookupConfiguration quick = new LookupConfiguration(Duration.ofMillis(100), 1, Duration.ofMillis(100), null);
        ShareListPosts shareListPosts = new ShareListPosts(
                new ShareListPosts.Lists(
                        (address, byCatchAll) -> new Reach(Set.of(list), Set.of()),
                        Nodes.EXAMPLE_COM,
                        new ListsConfiguration(true),
                        bench.ownership,
                        quick),
                Nodes.PARIS,
                bench.guard(),
                new ListCopies(bench.peers.directory(), lookups, quick, bench.guard(), bench.delivery),
                bench.delivery,
                new ListMailets());
        shareListPosts.init(
                FakeMailetConfig.builder().mailetContext(bench.spool()).build());
        tokyo.answer(list.asString(), "451 4.3.0 later");
        shareListPosts.service(mail("s@elsewhere.example", list.asString()));
        awaitQueued(1);

        try (SmtpSink moved = new SmtpSink(0)) {
            bench.peers.replaceBy(peer(AUSTIN, austin.address()), peer(successor, moved.address()));
            Mail again = awaitSpooled();
            shareListPosts.service(again);

            assertThat(again.getState()).isEqualTo(Mail.GHOST);
            await().until(() -> moved.taken().size() == 1);
            assertThat(moved.taken().get(0).data())
                    .contains("X-Domain-Sharing-List: copy=list; list=sales@example.com")
                    .containsOnlyOnce("X-Domain-Sharing: node=paris; peer=tokyo2; hop=1");
            assertThat(austin.taken()).isEmpty();
        }
    }

    @Test
    void mailThatNobodyHasShouldBeLeftToJamesWithoutAnAge() throws Exception {
        bench.mailet().service(mail("s@elsewhere.example", BOB));
        awaitQueued(1);
        bench.ownership.know(BOB, NOBODY);

        remove();
        Mail again = awaitSpooled();
        bench.mailet().service(again);

        assertThat(again.getRecipients()).isEqualTo(addresses(BOB));
        assertThat(MailAttributes.age(again, bench.clock)).isZero();
    }

    @Test
    void attemptUnderWayShouldGoBackWithoutWaitingForItsNextTry() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        tokyo.beforeEnd(() -> {
            arrived.countDown();
            Uninterruptibles.awaitUninterruptibly(go);
        });
        bench.ownership.know("carol@example.com", ON_TOKYO);
        bench.mailet().service(mail("s@elsewhere.example", "carol@example.com", BOB));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        remove();
        go.countDown();

        assertThat(awaitSpooled().getRecipients()).as("whom tokyo did not take").isEqualTo(addresses(BOB));
        assertThat(tokyo.taken()).hasSize(1);
    }

    @Test
    void mailForAPeerThatLeftJustNowShouldGoBack() throws Exception {
        bench.mailet();
        bench.peers.replaceBy(peer(AUSTIN, austin.address()));

        bench.delivery.handOver(mail("s@elsewhere.example", BOB), TOKYO);

        assertThat(awaitSpooled().getRecipients()).isEqualTo(addresses(BOB));
    }

    @Test
    void keptQueueShouldBeDeliveredToTheHostsThatItHad() throws Exception {
        bench.mailet().service(mail("s@elsewhere.example", BOB));
        awaitQueued(1);
        try (SmtpSink moved = new SmtpSink(0)) {
            HostAndPort last = moved.address();
            bench.peers.replaceBy(peer(TOKYO, last));

            bench.peers.replaceBy(RemovedMail.KEEP, peer(AUSTIN, austin.address()));
            bench.delivery.flush(TOKYO);

            await().untilAsserted(() -> assertThat(moved.taken()).hasSize(1));
            awaitQueued(0);
            assertThat(bench.queued("spool")).isEmpty();
            assertThat(bench.delivery.serves(TOKYO)).isFalse();
        }
    }

    @Test
    void keptQueueShouldGoBackWhenItsPeerWasAddedAndRemovedAgain() throws Exception {
        bench.mailet().service(mail("s@elsewhere.example", BOB));
        awaitQueued(1);
        bench.peers.replaceBy(RemovedMail.KEEP, peer(AUSTIN, austin.address()));
        bench.peers.replaceBy(peer(AUSTIN, austin.address()), peer(TOKYO, tokyo.address()));

        remove();

        assertThat(awaitSpooled().getRecipients()).isEqualTo(addresses(BOB));
    }

    @Test
    void queueOfAPeerOfBeforeShouldGoBackAtStart() throws Exception {
        bench.removed.addAll(List.of(TOKYO, new PeerName("oslo")));
        bench.peers.replaceBy(peer(AUSTIN, austin.address()));
        bench.queues
                .createQueue(MailQueueName.of(QUEUE))
                .enQueue(mail("s@elsewhere.example", BOB), Duration.ofHours(4));

        bench.mailet();

        assertThat(awaitSpooled().getRecipients()).isEqualTo(addresses(BOB));
        assertThat(bench.removed)
                .as("an empty queue is forgotten, one with mail not yet")
                .containsExactly(TOKYO);
    }

    private void remove() {
        bench.peers.replaceBy(peer(AUSTIN, austin.address()));
    }

    private void awaitQueued(int mails) {
        await().until(() -> bench.queued(QUEUE).size() == mails);
    }

    private Mail awaitSpooled() throws Exception {
        await().until(() -> bench.queued("spool").size() == 1);
        return bench.queued("spool").get(0);
    }
}
