// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail in one of James's queues. All queues of James's own are manageable; of another, nothing is known. Thread-safe. */
record QueuedMail(MailQueue queue) {
    /**
     * James's own queues that make a mail of what they show. Any other may show the mail that is queued itself, as the memory queue
     * does: to dispose of that would lose it. By name, since a server has only the class of the queues that it uses.
     */
    private static final Set<String> SHOWING_COPIES =
            Set.of("ActiveMQCacheableMailQueue", "JMSCacheableMailQueue", "RabbitMQMailQueue", "PulsarMailQueue");

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

    /** How much it is; null: it is no queue that tells. */
    @Nullable
    Long size() throws MessagingException {
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : null;
    }

    /**
     * Shows the first mails of a queue into which this process has put none yet. To look into a queue reads each message: that is
     * for once, not for every status page. Where the mails shown are known to be copies they are disposed of, for the content of each
     * larger one is a temporary file.
     *
     * @param most so many at most: more than that nobody wants to wait for
     */
    void show(int most, BiConsumer<Mail, @Nullable Instant> look) throws MessagingException {
        if (!(queue instanceof ManageableMailQueue manageable)) {
            return;
        }
        MailQueueIterator mails = manageable.browse();
        try {
            for (int looks = 0; looks < most && mails.hasNext(); looks++) {
                MailQueueItemView view = mails.next();
                try {
                    look.accept(
                            view.getMail(),
                            view.getNextDelivery().map(ZonedDateTime::toInstant).orElse(null));
                } finally {
                    if (showsCopies()) {
                        LifecycleUtil.dispose(view.getMail());
                    }
                }
            }
        } finally {
            mails.close();
        }
    }

    private boolean showsCopies() {
        return SHOWING_COPIES.contains(queue.getClass().getSimpleName());
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

    /**
     * Requires that mail can wait in the queue.
     *
     * @throws MessagingException it cannot: James does not start with the mailet that says so
     */
    void requireDelays() throws MessagingException {
        if (queue.getClass().getSimpleName().startsWith("RabbitMQ")) {
            throw new MessagingException(
                    "This James keeps its queues in RabbitMQ, where no mail can wait: mail for a peer that is down"
                            + " would be tried again without pause, and each try costs rows and messages. Use a James that keeps its"
                            + " queues in ActiveMQ (JPA, or Postgres without RabbitMQ), or take DomainSharingMailet out of"
                            + " mailetcontainer.xml; docs/compatibility.md says which servers are supported");
        }
    }
}
