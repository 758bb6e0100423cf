// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.domainsharing.cluster.RabbitMqEvents;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes tell each other over a real RabbitMQ. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.RABBITMQ)
class RabbitMqEventsIT {
    private static final SiteEvent EVENT = new SiteEvent(Kind.FOUND, "\u00e4nn@example.com tokyo");

    @Test
    void eventShouldReachAllOthersOnceAndAgainWhenTheBrokerCameBack() throws Exception {
        try (RabbitMq broker = RabbitMq.create("events-broker", "127.0.10.43").start();
                Node one = new Node(broker);
                Node other = new Node(broker);
                Node third = new Node(broker)) {
            await().untilAsserted(() -> {
                one.events.tell(EVENT);
                assertThat(other.heard).contains(EVENT);
                assertThat(third.heard).contains(EVENT);
            });
            other.events.tell(SiteEvent.of(Kind.PEERS));
            await().untilAsserted(() -> assertThat(one.heard).containsExactly(SiteEvent.of(Kind.PEERS)));
            await().untilAsserted(() -> assertThat(third.heard).containsOnlyOnce(SiteEvent.of(Kind.PEERS)));
            assertThat(one.heard).as("what it told itself").doesNotContain(EVENT);

            broker.kill();
            broker.start();

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                third.events.tell(SiteEvent.of(Kind.EVICT_ALL));
                assertThat(one.heard).contains(SiteEvent.of(Kind.EVICT_ALL));
                assertThat(other.heard).contains(SiteEvent.of(Kind.EVICT_ALL));
            });
        }
    }

    /** A node with a connection of its own, which does not recover by itself, as James's does not. */
    private static final class Node implements AutoCloseable {
        final List<SiteEvent> heard = new CopyOnWriteArrayList<>();
        final RabbitMqEvents events;
        private final ConnectionFactory factory = new ConnectionFactory();
        private Connection connection;

        Node(RabbitMq broker) throws Exception {
            factory.setUri(broker.uri());
            factory.setUsername(RabbitMq.USER);
            factory.setPassword(RabbitMq.PASSWORD);
            factory.setAutomaticRecoveryEnabled(false);
            connection = factory.newConnection();
            events = new RabbitMqEvents(
                    this::open,
                    UUID.randomUUID().toString(),
                    Executors.newSingleThreadScheduledExecutor(),
                    Runnable::run);
            events.start(heard::add);
        }

        private synchronized Connection open() throws IOException {
            if (!connection.isOpen()) {
                try {
                    connection = factory.newConnection();
                } catch (TimeoutException e) {
                    throw new IOException(e);
                }
            }
            return connection;
        }

        @Override
        public synchronized void close() {
            events.close();
            connection.abort();
        }
    }
}
