// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Clock;

/**
 * Opens after {@value #SILENCES} silent look-ups in a row and closes at the first authentic answer, whatever it says. Knows
 * nothing of probes: whoever asks while it is open probes. Thread-safe.
 */
public final class CircuitBreaker {
    static final int SILENCES = 3;

    private final Clock clock;
    private int silences;
    private volatile PeerState state;

    public CircuitBreaker(Clock clock) {
        this.clock = clock;
        this.state = new PeerState(Status.UNKNOWN, clock.instant());
    }

    /** What an answer changed. */
    public enum Change {
        NONE,
        OPENED,
        CLOSED,
        /** It answers, and tells nothing of any address from now on. */
        REFUSES,
        /** It tells again. */
        TELLS
    }

    public PeerState state() {
        return state;
    }

    public boolean isOpen() {
        return state.status() == Status.DOWN;
    }

    /** A look-up was not answered. */
    public synchronized Change silent() {
        silences++;
        if (isOpen() || silences < SILENCES) {
            return Change.NONE;
        }
        state = new PeerState(Status.DOWN, clock.instant());
        return Change.OPENED;
    }

    /** It is known by other means that no look-up is answered. */
    synchronized Change open() {
        if (isOpen()) {
            return Change.NONE;
        }
        state = new PeerState(Status.DOWN, clock.instant());
        return Change.OPENED;
    }

    /** A look-up was, whatever the answer says. */
    public synchronized Change authentic() {
        silences = 0;
        if (state.status() == Status.UP) {
            return Change.NONE;
        }
        Status before = state.status();
        state = new PeerState(Status.UP, clock.instant());
        return switch (before) {
            case DOWN -> Change.CLOSED;
            case REFUSES -> Change.TELLS;
            case UP, UNKNOWN -> Change.NONE;
        };
    }

    /** A question was answered by what says nothing of the address. */
    synchronized Change alive() {
        return state.status() == Status.REFUSES ? Change.NONE : authentic();
    }

    /**
     * Such questions are all that is answered.
     *
     * @param detail what is said to them
     */
    synchronized Change refuses(String detail) {
        boolean isNew = state.status() != Status.REFUSES;
        silences = 0;
        state = new PeerState(Status.REFUSES, isNew ? clock.instant() : state.since(), detail);
        return isNew ? Change.REFUSES : Change.NONE;
    }
}
