// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;

/** For queues that keep delays. */
public record QueueRooms(MailQueueFactory<?> queues) implements WaitingRooms {
    @Override
    public WaitingRoom open(MailQueueName queue, int atOnce, Collection<Duration> waits) {
        return new QueueRoom(queues.createQueue(queue, MailQueueFactory.prefetchCount(atOnce)));
    }

    /** {@inheritDoc} None can be told: some of James's queues know only those that were used since the start. */
    @Override
    public Set<MailQueueName> known() {
        return Set.of();
    }
}
