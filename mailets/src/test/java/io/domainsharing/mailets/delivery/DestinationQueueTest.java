// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.mailets.DomainSharingMailet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When mail leaves its queue, and over how many connections. */
class DestinationQueueTest extends DestinationQueueFixture {
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
}
