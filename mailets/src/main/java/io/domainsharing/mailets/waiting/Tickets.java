// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import reactor.core.publisher.Flux;

/**
 * The tickets of one room: each comes back after its wait, to one taker, whichever process that is in. Outlives the process as the
 * broker's durable queues do. Thread-safe; blocks.
 */
public interface Tickets extends AutoCloseable {
    /**
     * Keeps a ticket for so long.
     *
     * @throws MessagingException the broker has not confirmed it: it may come back all the same
     */
    void issue(Ticket ticket, Duration wait) throws MessagingException;

    /**
     * The tickets that are due, without end; fails when the broker cannot be reached any more. Those not ended then come to another
     * taker.
     */
    Flux<DueTicket> due();

    /**
     * Every ticket is due now. One that is issued meanwhile may keep its wait.
     *
     * @return how many were brought forward
     */
    long release() throws MessagingException;

    /** How many wait or are due, without those under way. */
    long count() throws MessagingException;

    /** Shows some of those that wait or are due. */
    void show(int most, Consumer<Ticket> look) throws MessagingException;

    /** How many mails the entrance to the room holds, James's own queue. */
    long countAtEntrance() throws MessagingException;

    /** What is under way comes to another taker. Idempotent. */
    @Override
    void close();

    /** A ticket in the hands of its taker. */
    interface DueTicket {
        Ticket ticket();

        /** It is used up. */
        void done() throws MessagingException;

        /** Somebody gets it again. Never throws. */
        void giveBack();
    }
}
