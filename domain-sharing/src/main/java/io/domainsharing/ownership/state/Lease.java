// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to do what one node of a site does for all: it goes to another when its holder is silent. To be {@linkplain #renew
 * renewed} several times in its {@link #LIFETIME}. Thread-safe; only renewing and giving up block.
 */
public final class Lease {
    /** So long it stays with a node that is gone. */
    public static final Duration LIFETIME = Duration.ofSeconds(45);

    private final SharedState state;
    private final StateKey key;
    private final String node;
    private final Clock clock;
    private volatile Instant heldUntil = Instant.MIN;

    /** @param node a text that no other node has: a process that holds it after one that was killed has its turn at once */
    public Lease(SharedState state, String name, String node, Clock clock) {
        this.state = state;
        this.key = new StateKey(StateKind.LEASE, name);
        this.node = node;
        this.clock = clock;
    }

    /** Whether this node has it. Never blocks. */
    public boolean isHeld() {
        return clock.instant().isBefore(heldUntil);
    }

    /**
     * Takes it if nobody has it, and keeps it if this node has.
     *
     * @throws StateUnavailableException that cannot be said now; what was held stays so until its time is over
     */
    public synchronized void renew() throws StateUnavailableException {
        // From before the question: another node counts from when it is answered.
        Instant end = clock.instant().plus(LIFETIME);
        StateValue mine = StateValue.expiring(node, LIFETIME);
        boolean held = state.compareAndSet(key, node, mine) || state.putIfAbsent(key, mine);
        heldUntil = held ? end : Instant.MIN;
    }

    /** Leaves it to another node at once. */
    public synchronized void giveUp() throws StateUnavailableException {
        heldUntil = Instant.MIN;
        boolean unused = state.remove(key, node);
    }
}
