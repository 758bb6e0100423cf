// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.ownership.waiting.HeldMail;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail in one of James's queues. All queues of James's own are manageable; of another, nothing is known. Thread-safe. */
record QueuedMail(MailQueue queue) {
    private static final int MOST_LOOKED_AT = 10_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(QueuedMail.class);

    /** How much it is; 0 also where that cannot be told. */
    long count() throws MessagingException {
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : 0;
    }

    /**
     * How much it is; empty where the queue cannot tell now.
     *
     * @throws MailQueueException it is no queue that can be flushed
     */
    OptionalLong toFlush() throws MailQueueException {
        if (!(queue instanceof ManageableMailQueue manageable)) {
            throw new MailQueueException("The queue " + queue.getName().asString() + " cannot be flushed");
        }
        try {
            return OptionalLong.of(manageable.getSize());
        } catch (MailQueueException e) {
            LOGGER.warn("The queue {} cannot tell its size", queue.getName().asString(), e);
            return OptionalLong.empty();
        }
    }

    /** Whether there is certainly none. */
    boolean isNone() throws MessagingException {
        return queue instanceof ManageableMailQueue manageable && manageable.getSize() == 0;
    }

    /** Looks through the first mails of the queue only: more than that nobody wants to wait for. */
    HeldMail held() throws MessagingException {
        if (!(queue instanceof ManageableMailQueue manageable)) {
            return HeldMail.NOT_KNOWN;
        }
        Instant oldest = null;
        Instant next = null;
        MailQueueIterator mails = manageable.browse();
        try {
            for (int looks = 0; looks < MOST_LOOKED_AT && mails.hasNext(); looks++) {
                MailQueueItemView view = mails.next();
                oldest = earlier(oldest, MailAttributes.since(view.getMail()).orElse(null));
                next = earlier(
                        next,
                        view.getNextDelivery().map(ZonedDateTime::toInstant).orElse(null));
            }
        } finally {
            mails.close();
        }
        return new HeldMail(manageable.getSize(), oldest, next, null);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** Every mail's wait is over now. */
    void flush() throws MessagingException {
        if (queue instanceof ManageableMailQueue manageable) {
            manageable.flush();
        }
    }

    void close() {
        try {
            queue.close();
        } catch (IOException e) {
            LOGGER.warn("The queue {} cannot be closed", queue.getName().asString(), e);
        }
    }

    void warnWithoutDelays() {
        if (queue.getClass().getSimpleName().startsWith("RabbitMQ")) {
            LOGGER.warn(
                    "James's RabbitMQ queues know no delays: mail for a peer that is down is tried again without pause."
                            + " Domain Sharing does not support them");
        }
    }
}
