// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;

/** As bad a queue as James's on RabbitMQ without a view: it ignores delays, has no size, shows nothing, and does nothing at a flush. */
public final class ForgetfulQueue implements ManageableMailQueue {
    private final ManageableMailQueue mails;

    public ForgetfulQueue(String name) {
        this.mails =
                new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()).createQueue(MailQueueName.of(name));
    }

    @Override
    public MailQueueName getName() {
        return mails.getName();
    }

    @Override
    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
        mails.enQueue(mail);
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        mails.enQueue(mail);
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        return mails.enqueueReactive(mail);
    }

    @Override
    public Publisher<MailQueueItem> deQueue() {
        return mails.deQueue();
    }

    @Override
    public long getSize() {
        return 0;
    }

    @Override
    public long flush() {
        return 0;
    }

    @Override
    public long clear() {
        return 0;
    }

    @Override
    public long remove(Type type, String value) {
        return 0;
    }

    @Override
    public MailQueueIterator browse() {
        throw new UnsupportedOperationException("nothing is to be seen");
    }

    @Override
    public void close() {}
}
