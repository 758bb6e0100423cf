// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.Collection;

/** Where the tickets of each room are, on one broker. Thread-safe. */
@FunctionalInterface
public interface TicketOffice {
    /**
     * The tickets of one room. Does nothing yet.
     *
     * @param atOnce how many tickets one taker holds at the same time
     * @param waits those that are released whichever process issued them
     */
    Tickets of(String room, int atOnce, Collection<Duration> waits);
}
