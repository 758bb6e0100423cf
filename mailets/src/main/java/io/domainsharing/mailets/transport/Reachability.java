// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one host can be reached, as the tries at it tell. One that refuses the connection, or says nothing three times in a
 * row, is away: it is left alone for a pause, and then tried by one mail, or by one session without a mail, at a time, so that ten
 * thousand mails for a dead host cost a time-out now and then, and not ten thousand. The first reply ends that. One that serves some
 * connections and refuses others is not away. Thread-safe; never blocks.
 */
public final class Reachability {
    public static final int SILENCES = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(Reachability.class);

    private final HostAndPort host;
    private final Duration pause;
    private final LongSupplier nanos;
    private final LogLimit limit;
    private State state = State.REACHED;
    private int silences;
    private long pauseEnd;
    private boolean probing;
    private boolean expectedInVain;
    private long returns;
    private long era;
    private long replies;
    /** Whether the operator was told that it is away. */
    private boolean told;

    private String reason = "";

    private enum State {
        /** It was, or was never tried. */
        REACHED,
        AWAY,
        /** Away lately, and somebody says, for the first time since, that it is back: everybody may try. */
        EXPECTED
    }

    /** What became of a try. */
    enum Contact {
        /** The host has answered, whatever it said. */
        HEARD,
        /** There is no such host, the connection failed, or there was no reply to it. */
        SILENT,
        /** It takes no connection. */
        REFUSED,
        /** Nothing that would tell: what failed may be the message's fault, or this server's. */
        NONE;

        Contact or(Contact other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /**
     * A mail may try the host. Given back by {@link #end} in any case.
     *
     * @param probe it is the only one
     * @param ofReached it began while the host was not known to be away
     * @param returns of the moment when it began, and so the era and the replies
     */
    record Turn(boolean probe, boolean ofReached, long returns, long era, long replies) {}

    Reachability(HostAndPort host, Duration pause, LongSupplier nanos, LogLimit limit) {
        this.host = host;
        this.pause = pause;
        this.nanos = nanos;
        this.limit = limit;
    }

    /** Null: the host is away and not to be tried now; {@link #reason} tells why. */
    synchronized @Nullable Turn begin() {
        if (state != State.AWAY) {
            return new Turn(false, state == State.REACHED, returns, era, replies);
        }
        if (isLeftAlone()) {
            return null;
        }
        probing = true;
        return new Turn(true, false, returns, era, replies);
    }

    /** For a try without a mail. Null: the host is not away, or not to be tried now. */
    synchronized @Nullable Turn beginProbe() {
        return state == State.AWAY ? begin() : null;
    }

    /**
     * A try is over.
     *
     * @param failure what the operator should read where nothing was heard
     * @return whether the host, away before, is back
     */
    synchronized boolean end(Turn turn, Contact contact, String failure) {
        if (turn.probe()) {
            probing = false;
        }
        if (contact == Contact.HEARD) {
            return heard(turn);
        }
        // What failed before the host came back says nothing about now.
        if (contact != Contact.NONE && turn.era() == era) {
            silent(turn, contact, failure);
        }
        return false;
    }

    /**
     * Somebody says that it is back, a look-up that is answered, say: mail need not wait for the next probe. Who has said so in
     * vain gets a probe at once and no more, or saying so every second would keep up the tries of everybody.
     */
    synchronized void expect() {
        returns++;
        if (state != State.AWAY) {
            return;
        }
        if (expectedInVain) {
            pauseEnd = nanos.getAsLong();
        } else {
            state = State.EXPECTED;
            silences = 0;
            era++;
        }
    }

    /** Away, and a mail is finding out whether it still is: nobody else would be let try. */
    synchronized boolean isProbed() {
        return state == State.AWAY && probing;
    }

    /** Away, and not to be tried now. */
    synchronized boolean isLeftAlone() {
        return state == State.AWAY && (probing || nanos.getAsLong() - pauseEnd < 0);
    }

    /** Away, and whoever begins now finds out whether it still is. */
    synchronized boolean wantsProbe() {
        return state == State.AWAY && !isLeftAlone();
    }

    /** Grows when the host comes back, or is expected to. */
    synchronized long returns() {
        return returns;
    }

    synchronized String reason() {
        return reason;
    }

    private boolean heard(Turn turn) {
        silences = 0;
        replies++;
        // Of a connection from before it went away it says nothing.
        boolean isNew = turn.probe() || (!turn.ofReached() && turn.era() == era);
        if (state == State.REACHED || !isNew) {
            return false;
        }
        expectedInVain = false;
        state = State.REACHED;
        returns++;
        era++;
        if (told) {
            told = false;
            LOGGER.info("The host {} is reached again: the mail that waits for it is tried now", host);
        }
        return true;
    }

    private void silent(Turn turn, Contact contact, String failure) {
        reason = failure;
        silences++;
        if (state == State.AWAY) {
            // Not by those that began before it was known: they may last for minutes.
            if (turn.probe()) {
                pauseEnd = pauseEndAfter(turn);
            }
        } else if (isRefusal(turn, contact) || silences >= SILENCES) {
            expectedInVain = state == State.EXPECTED;
            state = State.AWAY;
            pauseEnd = pauseEndAfter(turn);
        }
        if (state == State.AWAY && !told) {
            limit.run(leftOut -> {
                told = true;
                LOGGER.warn(
                        "The host {} cannot be reached: {}. Its mail waits, and is tried one at a time until it answers",
                        host,
                        failure);
            });
        }
    }

    // A host at its limit of connections refuses one while it serves another.
    private boolean isRefusal(Turn turn, Contact contact) {
        return contact == Contact.REFUSED && turn.replies() == replies;
    }

    /** At once, if somebody has said during the try that the host is back: that may have been too late for the try. */
    private long pauseEndAfter(Turn turn) {
        return nanos.getAsLong() + (turn.returns() == returns ? pause.toNanos() : 0);
    }
}
