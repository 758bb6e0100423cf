// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.mailet.Mail;

/** Memory queues of which some take nothing. */
final class FailingFor extends MemoryMailQueueFactory {
    private final Set<String> queues;

    FailingFor(String... queues) {
        super(new RawMailQueueItemDecoratorFactory());
        this.queues = Set.of(queues);
    }

    @Override
    public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
        return queues.contains(name.asString())
                ? new MemoryCacheableMailQueue(name, new RawMailQueueItemDecoratorFactory(), Clock.systemUTC()) {
                    @Override
                    public void enQueue(Mail mail) throws MailQueueException {
                        throw new MailQueueException("the queue is full");
                    }

                    @Override
                    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
                        enQueue(mail);
                    }
                }
                : super.createQueue(name, count);
    }
}
