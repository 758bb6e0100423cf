// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Mail that is due comes by James's queue; mail that waits lies in James's repository, and its ticket waits in the broker. For
 * queues that ignore delays. All of a site's nodes share it: who has a ticket may try the mail, and a ticket is with one of them.
 */
public final class RepositoryRoom implements WaitingRoom {
    private static final Logger LOGGER = LoggerFactory.getLogger(RepositoryRoom.class);

    private final MailQueue entrance;
    private final MailRepository repository;
    private final Tickets tickets;
    private final Clock clock;
    /** Keys of mails that are open in this process: of two tickets for one mail, the second is dropped. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Keys of mails that have left and could not be taken out of the repository. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    public RepositoryRoom(MailQueue entrance, MailRepository repository, Tickets tickets, Clock clock) {
        this.entrance = entrance;
        this.repository = repository;
        this.tickets = tickets;
        this.clock = clock;
    }

    @Override
    public String name() {
        return entrance.getName().asString();
    }

    @Override
    public void add(Mail mail) throws MessagingException {
        // Chosen before the first try: should the process die after that, whoever tries next holds it under the same
        // key.
        HeldState.markKey(mail, HeldState.keyFor(mail));
        entrance.enQueue(mail);
    }

    @Override
    public void hold(Mail mail, Duration wait) throws MessagingException {
        hold(mail, HeldState.keyFor(mail), wait);
    }

    private void hold(Mail mail, String key, Duration wait) throws MessagingException {
        HeldState state = HeldState.first(key, serial());
        store(mail, state);
        try {
            tickets.issue(new Ticket(key, state.serial(), since(mail)), wait);
        } catch (MessagingException | RuntimeException e) {
            // The caller still has the mail. A ticket that came through in spite of this finds nothing.
            repository.remove(new MailKey(key));
            throw e;
        }
    }

    @Override
    public Flux<DueMail> due() {
        Flux<DueMail> first = Flux.defer(entrance::deQueue).map(Arrived::new);
        return Flux.merge(first, tickets.due().map(Held::new));
    }

    @Override
    public void release() throws MessagingException {
        tickets.release(ticket -> {});
    }

    @Override
    public Long size() throws MessagingException {
        return repository.size() + tickets.countAtEntrance();
    }

    @Override
    public boolean isReleasable() {
        return true;
    }

    @Override
    public void show(int most, Consumer<ShownMail> look) throws MessagingException {
        tickets.show(most, ticket -> look.accept(new ShownMail(HeldState.nameIn(ticket.key()), ticket.since(), null)));
    }

    @Override
    public void close() {
        tickets.close();
    }

    private void store(Mail mail, HeldState state) throws MessagingException {
        state.during(mail, repository::store);
    }

    private Instant since(Mail mail) {
        return MailAttributes.since(mail).orElseGet(clock::instant);
    }

    private static long serial() {
        return ThreadLocalRandom.current().nextLong();
    }

    /** A mail that comes for its first try. */
    private final class Arrived implements DueMail {
        private final MailQueue.MailQueueItem item;
        private final String key;

        Arrived(MailQueue.MailQueueItem item) {
            this.item = item;
            this.key = HeldState.takeKey(item.getMail());
        }

        @Override
        public String name() {
            return item.getMail().getName();
        }

        @Override
        public @Nullable Instant since() {
            return MailAttributes.since(item.getMail()).orElse(null);
        }

        @Override
        public Mail open() {
            return item.getMail();
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            RepositoryRoom.this.hold(item.getMail(), key, wait);
        }

        @Override
        public void leave() throws MessagingException {
            item.done(MailQueue.MailQueueItem.CompletionStatus.SUCCESS);
        }

        @Override
        public void giveBack() {
            try {
                item.done(MailQueue.MailQueueItem.CompletionStatus.RETRY);
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error(
                        "The queue {} does not take {} back",
                        RepositoryRoom.this.name(),
                        item.getMail().getName(),
                        e);
            }
        }
    }

    /** A mail that has waited. */
    private final class Held implements DueMail {
        private final Tickets.DueTicket due;
        private final Ticket ticket;
        private @Nullable Mail mail;
        private @Nullable Content asStored;
        private boolean heldAgain;

        /** What a try may change. */
        private record Content(Collection<MailAddress> recipients, Set<Attribute> attributes) {
            static Content of(Mail mail) {
                return new Content(
                        Set.copyOf(mail.getRecipients()), mail.attributes().collect(Collectors.toSet()));
            }
        }

        Held(Tickets.DueTicket due) {
            this.due = due;
            this.ticket = due.ticket();
        }

        @Override
        public String name() {
            return HeldState.nameIn(ticket.key());
        }

        @Override
        public Instant since() {
            return ticket.since();
        }

        @Override
        public @Nullable Mail open() throws MessagingException {
            if (mail != null) {
                return mail;
            }
            if (left.contains(ticket.key())) {
                takeOut();
                due.done();
                return null;
            }
            // The first ticket sees to the mail: this one is one too many.
            Mail found = open.add(ticket.key()) ? retrieved() : null;
            if (found == null) {
                due.done();
                return null;
            }
            HeldState.takeOff(found, name());
            asStored = Content.of(found);
            mail = found;
            return found;
        }

        private @Nullable Mail retrieved() throws MessagingException {
            Mail found = null;
            try {
                found = repository.retrieve(new MailKey(ticket.key()));
                if (found == null
                        || HeldState.of(found)
                                .filter(state -> state.admits(ticket))
                                .isPresent()) {
                    return found;
                }
                LifecycleUtil.dispose(found);
                found = null;
                return null;
            } finally {
                if (found == null) {
                    open.remove(ticket.key());
                }
            }
        }

        private void takeOut() throws MessagingException {
            repository.remove(new MailKey(ticket.key()));
            left.remove(ticket.key());
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            Ticket next = ticket;
            if (mail != null && !Content.of(mail).equals(asStored)) {
                next = new Ticket(ticket.key(), serial(), ticket.since());
                // Before its ticket, which another node may have at once; until then the one in hand counts.
                store(mail, new HeldState(ticket.key(), next.serial(), ticket.serial()));
            }
            open.remove(ticket.key());
            tickets.issue(next, wait);
            heldAgain = true;
        }

        @Override
        public void leave() throws MessagingException {
            if (!heldAgain) {
                left.add(ticket.key());
                open.remove(ticket.key());
                try {
                    takeOut();
                } catch (MessagingException | RuntimeException e) {
                    // Whoever gets the ticket next in this process takes it out instead of trying it again.
                    due.giveBack();
                    throw e;
                }
            }
            due.done();
        }

        @Override
        public void giveBack() {
            open.remove(ticket.key());
            due.giveBack();
        }
    }
}
