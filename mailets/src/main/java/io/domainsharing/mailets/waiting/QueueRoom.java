// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Mail waits in James's queue itself, which keeps delays: memory, ActiveMQ, Pulsar. All queues of James's own are manageable; of
 * another, nothing is known.
 */
public final class QueueRoom implements WaitingRoom {
    /**
     * James's own queues that make a mail of what they show. Any other may show the mail that is queued itself, as the memory queue
     * does: to dispose of that would lose it. By name, since a server has only the class of the queues that it uses.
     */
    private static final Set<String> SHOWING_COPIES =
            Set.of("ActiveMQCacheableMailQueue", "JMSCacheableMailQueue", "PulsarMailQueue");

    /** More than these no page looks at: each may be read from a disk. */
    private static final int MOST_SEEN = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(QueueRoom.class);

    private final MailQueue queue;

    public QueueRoom(MailQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return queue.getName().asString();
    }

    @Override
    public void add(Mail mail) throws MessagingException {
        queue.enQueue(mail);
    }

    @Override
    public void hold(Mail mail, Duration wait) throws MessagingException {
        queue.enQueue(mail, wait);
    }

    @Override
    public Flux<DueMail> due() {
        return Flux.<MailQueueItem>defer(queue::deQueue).map(Item::new);
    }

    @Override
    public void release() throws MessagingException {
        if (queue instanceof ManageableMailQueue manageable) {
            manageable.flush();
        }
    }

    @Override
    public @Nullable Long size() throws MessagingException {
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : null;
    }

    @Override
    public boolean isReleasable() {
        return queue instanceof ManageableMailQueue;
    }

    /**
     * {@inheritDoc} Where the mails shown are known to be copies they are disposed of, for the content of each larger one is a
     * temporary file.
     */
    @Override
    public void show(int most, Look look) throws MessagingException {
        browse(
                most,
                view -> look.at(
                        view.getMail().getName(),
                        MailAttributes.since(view.getMail()).orElse(null),
                        next(view)));
    }

    @Override
    public Optional<List<ShownMail>> page(@Nullable String after, int limit) throws MessagingException {
        if (!(queue instanceof ManageableMailQueue)) {
            return Optional.empty();
        }
        Pages pages = new Pages(after, limit);
        browse(MOST_SEEN, view -> {
            String name = view.getMail().getName();
            pages.see(name, () -> ShownMail.of(name, view.getMail(), next(view)));
        });
        return Optional.of(pages.page());
    }

    @Override
    public boolean isOwnRelease() {
        return isReleasable();
    }

    private synchronized void browse(int most, Consumer<MailQueueItemView> look) throws MessagingException {
        if (!(queue instanceof ManageableMailQueue manageable)) {
            return;
        }
        MailQueueIterator mails = manageable.browse();
        try {
            for (int looks = 0; looks < most && mails.hasNext(); looks++) {
                MailQueueItemView view = mails.next();
                try {
                    look.accept(view);
                } finally {
                    if (SHOWING_COPIES.contains(queue.getClass().getSimpleName())) {
                        LifecycleUtil.dispose(view.getMail());
                    }
                }
            }
        } finally {
            mails.close();
        }
    }

    private static @Nullable Instant next(MailQueueItemView view) {
        return view.getNextDelivery().map(ZonedDateTime::toInstant).orElse(null);
    }

    @Override
    public void close() {
        try {
            queue.close();
        } catch (IOException e) {
            LOGGER.warn("The queue {} cannot be closed", name(), e);
        }
    }

    private final class Item extends QueuedTurn {
        Item(MailQueueItem item) {
            super(item);
        }

        @Override
        public @Nullable Instant since() {
            return null;
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            queue.enQueue(open(), wait);
        }
    }
}
