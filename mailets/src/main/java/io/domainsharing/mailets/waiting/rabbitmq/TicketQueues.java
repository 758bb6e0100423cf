// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The queues of one room's tickets. Those that are due lie in one; those that wait lie in one for each length of a wait, since a
 * queue of RabbitMQ looks only at its first message for what has expired. What expires goes to the due ones by itself.
 */
record TicketQueues(Broker broker, String room) {
    /** Longer waits than the configured ones, those that end with the mail's expiry, are rounded up by at most an eighth. */
    private static final double STEP = 1.125;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration SPARE = Duration.ofMinutes(10);

    String due() {
        return "domain-sharing.due." + broker.kind() + room;
    }

    String waiting(Duration wait) {
        return "domain-sharing.wait." + broker.kind() + wait.toMillis() + "." + room;
    }

    /** James's own queue of that name. */
    String entrance() {
        return "JamesMailQueue-workqueue-" + room;
    }

    /** One of some hundred lengths, at least that long; each has a queue of its own. */
    static Duration rounded(Duration wait) {
        double length = SHORTEST.toMillis();
        while (length < wait.toMillis()) {
            length *= STEP;
        }
        return Duration.ofMillis((long) Math.ceil(length));
    }

    /** Makes it if it is not there. How many tickets lie there. */
    int declareDue(Channel channel) throws IOException {
        return channel.queueDeclare(due(), true, false, false, new HashMap<>(broker.arguments()))
                .getMessageCount();
    }

    /**
     * Makes it if it is not there; it goes away by itself when it was not declared for so long that all that was put into it has
     * expired. How many tickets lie there.
     */
    int declareWaiting(Channel channel, Duration wait) throws IOException {
        Map<String, Object> arguments = new HashMap<>(broker.arguments());
        arguments.put("x-message-ttl", wait.toMillis());
        arguments.put("x-expires", wait.multipliedBy(2).plus(SPARE).toMillis());
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", due());
        if (broker.hasQuorumQueues()) {
            // Else what expires is lost while the due queue has no majority.
            arguments.put("x-dead-letter-strategy", "at-least-once");
            arguments.put("x-overflow", "reject-publish");
        }
        return channel.queueDeclare(waiting(wait), true, false, false, arguments)
                .getMessageCount();
    }
}
