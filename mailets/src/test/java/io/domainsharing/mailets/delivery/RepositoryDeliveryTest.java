// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.waiting.InMemoryRepositories;
import io.domainsharing.mailets.waiting.InMemoryTickets;
import io.domainsharing.mailets.waiting.RepositoryRooms;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail on its way where James's queues keep no delay. */
@Tag("L2")
@Tag("P1")
class RepositoryDeliveryTest {
    private static final MailRepositoryUrl HELD = MailRepositoryUrl.from("jpa://var/mail/domain-sharing-tokyo");

    private final InMemoryRepositories repositories = new InMemoryRepositories(Optional.of(new Protocol("jpa")));
    private final Map<String, InMemoryTickets> tickets = new ConcurrentHashMap<>();
    private SmtpSink sink;
    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        sink = new SmtpSink(0);
        bench = bench();
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        sink.close();
    }

    /** Another process over the same repositories and the same broker. */
    private Bench bench() {
        MemoryMailQueueFactory queues = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory());
        RepositoryRooms rooms = new RepositoryRooms(
                queues,
                repositories,
                (room, atOnce, waits) -> tickets.computeIfAbsent(room, ignored -> new InMemoryTickets()),
                Clock.systemUTC());
        return new Bench(delivery("300 msec", 5), queues, rooms, Gateways.NONE, peer(TOKYO, sink.address()));
    }

    private void send(int count) throws Exception {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        for (int number = 0; number < count; number++) {
            bench.mailet().service(mail("s" + number + "@elsewhere.example", "bob@example.com"));
        }
    }

    private MailRepository held() {
        return repositories.select(HELD);
    }

    @Test
    void mailForADeadHostShouldWaitUnreadAndArriveOnceWhenTheHostIsBack() throws Exception {
        int port = sink.address().getPort();
        sink.close();
        send(20);
        await().until(() -> held().size() == 20);
        InMemoryTickets issued = Objects.requireNonNull(tickets.get("domain-sharing-tokyo"));
        long before = issued.issued();
        await().during(Duration.ofSeconds(2)).until(() -> held().size() == 20);
        // Two seconds are six or seven waits.
        assertThat(issued.issued() - before).isLessThan(20 * 10);

        sink = new SmtpSink(port);

        await().atMost(Duration.ofSeconds(30)).until(() -> held().size() == 0);
        assertThat(sink.taken()).hasSize(20);
    }

    @Test
    void mailOfAnotherProcessShouldBeTakenUpByTheNext() throws Exception {
        int port = sink.address().getPort();
        sink.close();
        send(5);
        await().until(() -> held().size() == 5);
        bench.close();
        sink = new SmtpSink(port);

        bench = bench();
        bench.mailet();

        await().atMost(Duration.ofSeconds(30)).until(() -> sink.taken().size() == 5 && held().size() == 0);
    }

    @Test
    void mailShouldBeListedAndNoOrderBePromisedThatAnotherNodeWouldNotKnow() throws Exception {
        sink.close();
        send(3);
        await().until(() -> held().size() == 3);

        List<QueuedMail> mails =
                bench.delivery.mails(TOKYO, null, 10).orElseThrow().mails();

        assertThat(mails).hasSize(3).allSatisfy(mail -> {
            assertThat(mail.recipients()).isEqualTo(Mails.addresses("bob@example.com"));
            assertThat(mail.size()).isPositive();
        });
        assertThat(bench.delivery.order(TOKYO, mails.get(0).name(), MailOrder.RETURN))
                .isEqualTo(MailOrder.Outcome.NOT_POSSIBLE);
        assertThat(held().size()).isEqualTo(3);
    }
}
