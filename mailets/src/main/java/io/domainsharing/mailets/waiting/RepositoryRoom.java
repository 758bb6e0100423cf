// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Mail that is due comes by James's queue; mail that waits lies in James's repository, and its ticket waits in the broker. For
 * queues that ignore delays. All of a site's nodes share it: who has a ticket may try the mail, and a ticket is with one of them.
 */
public final class RepositoryRoom implements WaitingRoom {
    private final MailQueue entrance;
    private final Shelf shelf;
    private final Tickets tickets;
    private final LostTickets lost;
    private final Duration lookEvery;

    public RepositoryRoom(
            MailQueue entrance, MailRepository repository, Tickets tickets, MailTurns turns, Clock clock) {
        this(entrance, repository, tickets, turns, clock, LostTickets.EVERY);
    }

    /** @param lookEvery how often it is looked for mail that has lost its ticket */
    RepositoryRoom(
            MailQueue entrance,
            MailRepository repository,
            Tickets tickets,
            MailTurns turns,
            Clock clock,
            Duration lookEvery) {
        this.entrance = entrance;
        this.shelf = new Shelf(repository, tickets, turns, clock);
        this.tickets = tickets;
        this.lost = shelf.lost(entrance.getName().asString());
        this.lookEvery = lookEvery;
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
        shelf.hold(mail, HeldState.keyFor(mail), wait);
    }

    @Override
    public Flux<DueMail> due() {
        Flux<DueMail> first = Flux.defer(entrance::deQueue).map(Arrived::new);
        return Flux.merge(first, tickets.due().map(shelf::due), looks());
    }

    /** Gives no mail; looks as long as somebody takes some. */
    private Flux<DueMail> looks() {
        return Flux.interval(lookEvery)
                .onBackpressureDrop()
                .publishOn(Schedulers.boundedElastic(), 1)
                .doOnNext(look -> lost.look())
                .thenMany(Flux.empty());
    }

    @Override
    public void release() throws MessagingException {
        tickets.release();
    }

    @Override
    public Long size() throws MessagingException {
        return shelf.size() + tickets.countAtEntrance();
    }

    @Override
    public boolean isReleasable() {
        return true;
    }

    @Override
    public void show(int most, Look look) throws MessagingException {
        tickets.show(most, ticket -> look.at(HeldState.nameIn(ticket.key()), ticket.since(), null));
    }

    /** {@inheritDoc} What is on its way to its first try is left out. */
    @Override
    public Optional<List<ShownMail>> page(@Nullable String after, int limit) throws MessagingException {
        return Optional.of(shelf.page(after, limit));
    }

    /** {@inheritDoc} Any node of the site may get it. */
    @Override
    public boolean isOwnRelease() {
        return false;
    }

    @Override
    public void close() {
        tickets.close();
    }

    /** A mail that comes for its first try. */
    private final class Arrived extends QueuedTurn {
        private final String key;

        Arrived(MailQueueItem item) {
            super(item);
            this.key = HeldState.takeKey(item.getMail());
        }

        @Override
        public @Nullable Instant since() {
            return MailAttributes.since(open()).orElse(null);
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            shelf.hold(open(), key, wait);
        }
    }
}
