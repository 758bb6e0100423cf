// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Bench.ON_TOKYO;
import static io.domainsharing.mailets.delivery.Bench.QUICK;
import static io.domainsharing.mailets.delivery.Bench.TOKYO;
import static io.domainsharing.mailets.delivery.Bench.addresses;
import static io.domainsharing.mailets.delivery.Bench.delivery;
import static io.domainsharing.mailets.delivery.Bench.mail;
import static io.domainsharing.mailets.delivery.Bench.peer;
import static io.domainsharing.mailets.delivery.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.mailets.DomainSharingMailet;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.AttributeName;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DestinationQueueTest {
    private static final String QUEUE = "domain-sharing-tokyo";

    private SmtpSink sink;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        sink = new SmtpSink(0);
        bench = new Bench(QUICK, peer(TOKYO, sink.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        sink.close();
    }

    @Test
    @Tag("D1")
    void mailShouldReachThePeerOnceWithItsTrace() throws Exception {
        send("sender@elsewhere.example", "bob@example.com", "carol@example.com");

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        SmtpSink.Taken taken = sink.taken().get(0);
        assertThat(taken.sender()).isEqualTo("sender@elsewhere.example");
        assertThat(taken.recipients()).containsExactlyInAnyOrder("bob@example.com", "carol@example.com");
        assertThat(taken.data()).contains("X-Domain-Sharing: node=paris; peer=tokyo; hop=1");
    }

    @Test
    @Tag("D7")
    void eachRecipientShouldGetWhatItsOwnReplySays() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you")
                .answer("moved@example.com", "554 5.7.1 not any more")
                .answer("full@example.com", "451 4.2.2 full");

        send(
                "sender@elsewhere.example",
                "gone@example.com",
                "bob@example.com",
                "full@example.com",
                "moved@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(2));
        assertThat(bench.context.getSentMails())
                .allSatisfy(sent -> assertThat(sent.getState()).isEqualTo("bounces"))
                .extracting(SentMail::getRecipients)
                .containsExactlyInAnyOrder(addresses("gone@example.com"), addresses("moved@example.com"));
        SentMail gone = bounceOf("gone@example.com");
        assertThat(text(gone, Bouncer.DELIVERY_ERROR)).isEqualTo("550 5.7.1 not for you [paris -> tokyo]");
        assertThat(text(gone, Bouncer.DELIVERY_ERROR_CODE)).isEqualTo("550");
        assertThat(text(gone, Bouncer.IS_DELIVERY_PERMANENT_ERROR)).isEqualTo("true");

        sink.answer("full@example.com", "250 2.1.5 room again");
        await().untilAsserted(() -> assertThat(sink.taken())
                .extracting(SmtpSink.Taken::recipients)
                .containsExactly(List.of("bob@example.com"), List.of("full@example.com")));
        assertThat(bench.context.getSentMails()).hasSize(2);
    }

    @Test
    void recipientDeferredAtRcptShouldNotShareTheRefusalAtData() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full").answer("DATA", "554 5.7.1 spam");

        send("sender@elsewhere.example", "bob@example.com", "full@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(bench.context.getSentMails().get(0).getRecipients()).isEqualTo(addresses("bob@example.com"));
    }

    @Test
    @Tag("L2")
    void mailWithoutSenderShouldGoToTheErrorProcessorWhenRefused() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");

        send("<>", "gone@example.com", "bob@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        SentMail kept = bench.context.getSentMails().get(0);
        assertThat(kept.getState()).isEqualTo(Mail.ERROR);
        assertThat(kept.getRecipients()).isEqualTo(addresses("gone@example.com"));
        assertThat(text(kept, Bouncer.DELIVERY_ERROR)).startsWith("550 5.7.1 not for you");
        assertThat(sink.taken()).extracting(SmtpSink.Taken::sender).containsExactly("");
    }

    @Test
    @Tag("D7")
    void mailShouldBeDeliveredWhenThePeerIsBack() throws Exception {
        HostAndPort address = sink.address();
        sink.close();

        send("sender@elsewhere.example", "bob@example.com");
        awaitRetry();
        sink = new SmtpSink(address.getPort());

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("D7")
    void mailShouldBeReturnedByAgeWithTheLastReason() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full");

        send("sender@elsewhere.example", "full@example.com");
        bench.clock.pass(Duration.ofDays(5).minusSeconds(1));
        awaitRetry();
        assertThat(bench.context.getSentMails()).isEmpty();
        bench.clock.pass(Duration.ofSeconds(1));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        SentMail bounce = bench.context.getSentMails().get(0);
        assertThat(text(bounce, Bouncer.DELIVERY_ERROR))
                .isEqualTo("4.4.7 Delivery time expired [paris -> tokyo]; last: tokyo: 451 4.2.2 full");
        assertThat(text(bounce, Bouncer.IS_DELIVERY_PERMANENT_ERROR)).isEqualTo("false");
        assertThat(bounce.getAttributes().keySet())
                .extracting(AttributeName::asString)
                .noneMatch(name -> name.startsWith("io.domainsharing"));
    }

    @Test
    @Tag("D7")
    void flushShouldBringMailForwardAndUseUpNoRetry() throws Exception {
        bench.close();
        bench = new Bench(delivery("1*1 minute, 1*4 hours", 50), peer(TOKYO, sink.address()));
        sink.answer("bob@example.com", "451 4.7.1 later");
        send("sender@elsewhere.example", "bob@example.com");

        for (int flushes = 0; flushes < 50; flushes++) {
            await().until(() -> bench.queued(QUEUE).size() == 1);
            bench.delivery.flush(TOKYO);
        }
        await().until(() -> bench.queued(QUEUE).size() == 1);
        sink.answer("bob@example.com", "250 2.1.5 now");
        bench.delivery.flush(TOKYO);

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("D7")
    void connectionsToAPeerShouldBeLimited() throws Exception {
        bench.close();
        bench = new Bench(delivery("1 minute", 2), peer(TOKYO, sink.address()));
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        sink.beforeEnd(() -> {
            two.countDown();
            Uninterruptibles.awaitUninterruptibly(go);
        });

        DomainSharingMailet mailet = bench.mailet();
        bench.ownership.resolveOthersTo(ON_TOKYO);
        for (int i = 0; i < 10; i++) {
            mailet.service(mail("sender@elsewhere.example", "user" + i + "@example.com"));
        }
        assertThat(two.await(20, TimeUnit.SECONDS)).isTrue();
        go.countDown();

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(10));
        assertThat(sink.mostAtOnce()).isLessThanOrEqualTo(2);
    }

    @Test
    void recipientsWithOtherNotifyParametersShouldNotBeLostWhenOneIsDeferred() throws Exception {
        sink.answer("bob@example.com", "451 4.2.2 full").answer("carol@example.com", "250 2.1.5 ok");
        MailImpl mail = mail("sender@elsewhere.example", "bob@example.com", "carol@example.com");
        mail.setDsnParameters(DsnParameters.builder()
                .addRcptParameter(
                        addresses("bob@example.com").get(0),
                        DsnParameters.RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.FAILURE)))
                .build()
                .get());
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail);

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        assertThat(sink.taken().get(0).recipients()).containsExactly("carol@example.com");
        sink.answer("bob@example.com", "250 2.1.5 ok");
        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(2));
        assertThat(sink.taken().get(1).recipients()).containsExactly("bob@example.com");
    }

    @Test
    void secondHostShouldTakeWhatTheFirstCannot() throws Exception {
        bench.close();
        try (SmtpSink second = new SmtpSink(0)) {
            sink.answer("full@example.com", "451 4.2.2 full");
            bench = new Bench(
                    QUICK, peer(TOKYO, HostAndPort.fromParts("tokyo.invalid", 25), sink.address(), second.address()));

            send("sender@elsewhere.example", "bob@example.com", "full@example.com");

            await().untilAsserted(() -> assertThat(second.taken()).hasSize(1));
            assertThat(second.taken().get(0).recipients()).containsExactly("full@example.com");
            assertThat(sink.taken().get(0).recipients()).containsExactly("bob@example.com");
        }
    }

    @Test
    void changedHostsOfAPeerShouldServeMailThatWaits() throws Exception {
        sink.answer("bob@example.com", "451 4.2.2 full");
        send("sender@elsewhere.example", "bob@example.com");
        awaitRetry();

        try (SmtpSink moved = new SmtpSink(0)) {
            bench.peers.replaceBy(peer(TOKYO, moved.address()));

            await().untilAsserted(() -> assertThat(moved.taken()).hasSize(1));
        }
    }

    @Test
    void ipv6HostShouldBeReached() throws Exception {
        bench.close();
        try (SmtpSink six = onIpv6()) {
            bench = new Bench(QUICK, peer(TOKYO, six.address()));

            send("sender@elsewhere.example", "bob@example.com");

            await().untilAsserted(() -> assertThat(six.taken()).hasSize(1));
        }
    }

    @Test
    @Tag("L2")
    void refusedMailShouldBeTriedAgainWhenItCannotBeReturned() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");
        bench.refuseSpooling(true);

        send("sender@elsewhere.example", "gone@example.com", "bob@example.com");
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("gone@example.com"))));
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(sink.taken()).hasSize(1);
    }

    @Test
    @Tag("L2")
    void nobodyShouldGetASecondCopyWhenTheSpoolBreaks() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");
        bench.failSpooling(new IllegalStateException("the broker is away"));

        send("sender@elsewhere.example", "gone@example.com", "bob@example.com");
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("gone@example.com"))));
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(sink.taken()).hasSize(1);
    }

    @Test
    @Tag("L2")
    void expiredMailShouldStayWhenItCannotBeReturned() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full");
        bench.refuseSpooling(true);
        send("sender@elsewhere.example", "full@example.com");
        bench.clock.pass(Duration.ofDays(6));
        awaitRetry();
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
    }

    @Test
    void mailShouldLeaveAtOnceWhenThePeerReturns() throws Exception {
        bench.close();
        bench = new Bench(delivery("1 hour", 5), peer(TOKYO, sink.address()));
        sink.answer("bob@example.com", "451 4.3.2 starting");
        send("sender@elsewhere.example", "bob@example.com");
        awaitRetry();
        sink.answer("bob@example.com", "250 2.1.5 ok");

        bench.delivery.onReturn(TOKYO);

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
    }

    private static SmtpSink onIpv6() {
        try {
            return new SmtpSink(0, InetAddresses.forString("::1"));
        } catch (IOException e) {
            return Assumptions.abort("no IPv6 here");
        }
    }

    private void send(String sender, String... recipients) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail(sender, recipients));
    }

    private void awaitRetry() {
        await().until(() -> bench.queued(QUEUE).size() == 1);
    }

    private SentMail bounceOf(String recipient) {
        return bench.context.getSentMails().stream()
                .filter(sent -> List.copyOf(sent.getRecipients()).equals(addresses(recipient)))
                .findFirst()
                .orElseThrow();
    }
}
