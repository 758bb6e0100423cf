// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import javax.mail.MessagingException;

/**
 * The RabbitMQ of this James. Thread-safe; blocks.
 *
 * @param kind begins the names of queues that are not classic: a queue stays as it was declared, and what James declares may change.
 *     What then lies in queues of the other kind has lost its tickets
 * @param arguments what each of our queues is declared with: James's own choice between classic and quorum queues
 */
record Broker(Connections connections, String kind, Map<String, Object> arguments) {
    static Broker withClassicQueues(Connections connections) {
        return new Broker(connections, "", Map.of());
    }

    /** @param replicas how many nodes of the broker have each queue */
    static Broker withQuorumQueues(Connections connections, int replicas) {
        return new Broker(
                connections,
                "quorum" + replicas + ".",
                Map.of("x-queue-type", "quorum", "x-quorum-initial-group-size", replicas));
    }

    boolean hasQuorumQueues() {
        return !arguments.isEmpty();
    }

    /** A channel of its own, which its user closes. */
    Channel open() throws MessagingException {
        try {
            Connection connection = connections.open();
            return connection
                    .openChannel()
                    .orElseThrow(() -> new MessagingException("RabbitMQ gives this server no channel"));
        } catch (IOException | RuntimeException e) {
            throw new MessagingException("RabbitMQ cannot be reached", e);
        }
    }
}
