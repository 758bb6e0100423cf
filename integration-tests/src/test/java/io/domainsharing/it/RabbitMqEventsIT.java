// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.domainsharing.cluster.RabbitMqEvents;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes tell each other over a real RabbitMQ. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.RABBITMQ)
class RabbitMqEventsIT {
    @Test
    void eventShouldReachAllOthersOnceAndAgainWhenTheBrokerCameBack() throws Exception {
        try (RabbitMq broker = RabbitMq.create("events-broker", "127.0.10.43").start();
                Node one = new Node(broker);
                Node other = new Node(broker);
                Node third = new Node(broker)) {
            EventsScenario.play(one.node, other.node, third.node, () -> {
                broker.kill();
                broker.start();
            });
        }
    }

    /** A node with a connection of its own, which does not recover by itself, as James's does not. */
    private static final class Node implements AutoCloseable {
        final EventsScenario.Node node;
        private final RabbitMqEvents events;
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
            node = new EventsScenario.Node(events);
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
