// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;

/**
 * The RabbitMQ of this James, reached by James's own connection. Thread-safe; blocks.
 *
 * @param arguments what each of our queues is declared with: James's own choice between classic and quorum queues
 */
record Broker(SimpleConnectionPool connections, Map<String, Object> arguments) {
    /** Longer than James itself waits for one. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @param james its {@code rabbitmq.properties} */
    static Broker of(SimpleConnectionPool connections, Configuration james) {
        return new Broker(
                connections,
                james.getBoolean("quorum.queues.enable", false)
                        ? Map.of(
                                "x-queue-type",
                                "quorum",
                                "x-quorum-initial-group-size",
                                james.getInt("quorum.queues.replication.factor", 1))
                        : Map.of());
    }

    boolean hasQuorumQueues() {
        return !arguments.isEmpty();
    }

    /** A channel of its own, which its user closes. */
    Channel open() throws MessagingException {
        try {
            Connection connection = connections.getResilientConnection().block(PATIENCE);
            return Optional.ofNullable(connection)
                    .flatMap(Broker::channel)
                    .orElseThrow(() -> new MessagingException("RabbitMQ gives this server no channel"));
        } catch (RuntimeException e) {
            throw new MessagingException("RabbitMQ cannot be reached", e);
        }
    }

    private static Optional<Channel> channel(Connection connection) {
        try {
            return connection.openChannel();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
