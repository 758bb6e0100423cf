// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.domainsharing.mailets.waiting.Tickets;
import io.domainsharing.mailets.waiting.TicketsContract;
import io.domainsharing.mailets.waiting.rabbitmq.Connections;
import io.domainsharing.mailets.waiting.rabbitmq.RabbitTicketOffice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tickets in a real RabbitMQ. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.RABBITMQ)
@Tag("P1")
class RabbitTicketsIT implements TicketsContract {
    private final RabbitMq broker = RabbitMq.create("tickets-broker", "127.0.12.1");
    private final LastingConnection connection = new LastingConnection(broker);
    private int rooms;
    private Tickets testee = tickets();

    /** A connection that is made anew when it is lost, as James's is. */
    private static final class LastingConnection implements Connections, AutoCloseable {
        private final RabbitMq broker;
        private @Nullable Connection current;

        LastingConnection(RabbitMq broker) {
            this.broker = broker;
        }

        @Override
        public synchronized Connection open() throws IOException {
            Connection now = current;
            if (now == null || !now.isOpen()) {
                now = connect();
                current = now;
            }
            return now;
        }

        private Connection connect() throws IOException {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost(broker.host());
            factory.setPort(broker.port());
            try {
                return factory.newConnection();
            } catch (TimeoutException e) {
                throw new IOException(e);
            }
        }

        @Override
        public synchronized void close() {
            if (current != null) {
                current.abort();
            }
        }
    }

    private Tickets tickets() {
        rooms++;
        return RabbitTicketOffice.withClassicQueues(connection)
                .of("room" + rooms, 50, List.of(LONG, Duration.ofMinutes(10)));
    }

    @BeforeAll
    void start() {
        broker.start();
    }

    @BeforeEach
    void room() {
        testee = tickets();
    }

    @AfterEach
    void leave() {
        testee.close();
    }

    @AfterAll
    void stop() {
        connection.close();
        broker.close();
    }

    @Override
    public Tickets testee() {
        return testee;
    }

    @Override
    public boolean survivesItsTaker() {
        return true;
    }

    @Test
    void ticketsShouldOutliveTheBrokerAndTakersBeTold() throws Exception {
        testee.issue(TicketsContract.ticket("waits"), Duration.ofMinutes(10));
        testee.issue(TicketsContract.ticket("taken"), Duration.ZERO);
        List<String> heard = new CopyOnWriteArrayList<>();
        testee.due().subscribe(due -> heard.add(due.ticket().key()), failure -> heard.add("ended"));
        await().until(() -> heard.equals(List.of("taken")));

        broker.kill();
        await().until(() -> heard.equals(List.of("taken", "ended")));
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> testee.issue(TicketsContract.ticket("late"), LONG));
        broker.start();

        // A broker that was killed reads what it has on disk before it answers.
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> assertThat(testee.count())
                .isEqualTo(2));
        testee.release();
        try (Taker taker = new Taker(testee)) {
            assertThat(List.of(
                            taker.next(1).ticket().key(), taker.next(2).ticket().key()))
                    .containsExactlyInAnyOrder("waits", "taken");
        }
    }

    @Test
    void ticketsShouldComeBackFromQuorumQueues() throws Exception {
        try (Tickets quorum = RabbitTicketOffice.withQuorumQueues(connection, 1).of("quorum", 5, List.of(LONG))) {
            quorum.issue(TicketsContract.ticket("short"), Duration.ofMillis(200));
            quorum.issue(TicketsContract.ticket("long"), LONG);
            try (Taker taker = new Taker(quorum)) {
                assertThat(taker.next(1).ticket().key()).isEqualTo("short");
                taker.next(1).done();
                assertThat(quorum.release()).isOne();
                assertThat(taker.next(2).ticket().key()).isEqualTo("long");
                taker.next(2).done();
            }
        }
    }

    @Test
    void queuesOfOddWaitsShouldGoAwayByThemselvesAndOthersBeFew() throws Exception {
        for (int minutes = 1; minutes <= 60; minutes++) {
            testee.issue(TicketsContract.ticket("t" + minutes), Duration.ofSeconds(7_000 + minutes));
        }

        assertThat(broker.control("list_queues", "--silent", "name", "messages", "arguments")
                        .lines()
                        .filter(line ->
                                line.startsWith("domain-sharing.wait.") && line.contains(".room" + rooms + "\t"))
                        .filter(line -> !line.contains("\t0\t")))
                .hasSizeLessThanOrEqualTo(2)
                .allMatch(line -> line.contains("x-expires"));
        assertThat(testee.count()).isEqualTo(60);
    }
}
