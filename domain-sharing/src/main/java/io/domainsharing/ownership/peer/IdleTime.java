// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How long nothing has been heard of a peer, and how long ago a refusal was looked into. Thread-safe. */
final class IdleTime {
    /** Of a peer that answers: its mail and its accounts are looked up rarely at night. */
    static final Duration LONGEST = Duration.ofMinutes(3);
    /** Of one that refuses: what ends it is an operator. */
    static final Duration REFUSING = Duration.ofSeconds(30);
    /** Between two looks into refusals: a peer may refuse some addresses for ever. */
    static final Duration CONTROL = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final AtomicLong nextControl;
    private volatile long heard;

    IdleTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.heard = nanos.getAsLong();
        this.nextControl = new AtomicLong(heard);
    }

    /** Something was heard. */
    void end() {
        heard = nanos.getAsLong();
    }

    /** Whether the peer is to be asked for its own sake. */
    boolean isOver(Status status) {
        long idle = nanos.getAsLong() - heard;
        return switch (status) {
            case UNKNOWN -> true;
            case REFUSES -> idle >= REFUSING.toNanos();
            case UP -> idle >= LONGEST.toNanos();
                // It has probes of its own.
            case DOWN -> false;
        };
    }

    /** Whether a refusal may be looked into now; true to one caller in each {@link #CONTROL}. */
    boolean mayControl() {
        long now = nanos.getAsLong();
        long next = nextControl.get();
        return now - next >= 0 && nextControl.compareAndSet(next, now + CONTROL.toNanos());
    }
}
