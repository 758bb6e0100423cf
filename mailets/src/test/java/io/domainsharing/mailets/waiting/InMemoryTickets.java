// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Tickets on which the room above may be tested: they come back in real time, as from a broker. Thread-safe. */
public final class InMemoryTickets implements Tickets {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final List<Waiting> waiting = new ArrayList<>();
    private long issued;
    private @Nullable MessagingException failure;

    private record Waiting(Ticket ticket, long dueAt) {}

    /** Whether tickets are taken: null for yes. */
    public synchronized void failWith(@Nullable MessagingException failure) {
        this.failure = failure;
    }

    /** How often one was issued. */
    public synchronized long issued() {
        return issued;
    }

    /** The broker has lost its memory. */
    public synchronized void forget() {
        waiting.clear();
    }

    @Override
    public synchronized void issue(Ticket ticket, Duration wait) throws MessagingException {
        if (failure != null) {
            throw failure;
        }
        issued++;
        waiting.add(new Waiting(ticket, System.nanoTime() + wait.toNanos()));
    }

    @Override
    public Flux<DueTicket> due() {
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .concatMapIterable(ignored -> takeDue())
                .map(Taken::new);
    }

    private synchronized List<Ticket> takeDue() {
        long now = System.nanoTime();
        List<Waiting> due =
                waiting.stream().filter(one -> one.dueAt() - now <= 0).toList();
        waiting.removeAll(due);
        return due.stream().map(Waiting::ticket).toList();
    }

    @Override
    public synchronized long release() {
        long now = System.nanoTime();
        waiting.replaceAll(one -> new Waiting(one.ticket(), now));
        return waiting.size();
    }

    @Override
    public synchronized long count() {
        return waiting.size();
    }

    @Override
    public synchronized void show(int most, Consumer<Ticket> look) {
        waiting.stream().limit(most).map(Waiting::ticket).forEach(look);
    }

    @Override
    public long countAtEntrance() {
        return 0;
    }

    @Override
    public void close() {}

    private final class Taken implements DueTicket {
        private final Ticket ticket;

        Taken(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public Ticket ticket() {
            return ticket;
        }

        @Override
        public void done() {}

        @Override
        public void giveBack() {
            synchronized (InMemoryTickets.this) {
                waiting.add(new Waiting(ticket, System.nanoTime()));
            }
        }
    }
}
