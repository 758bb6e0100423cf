// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import com.google.common.hash.Hashing;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns that the nodes of a site take in what they share: an entry for each mail that is tried, renewed while it is. After a node is
 * gone its mails are tried by others once {@link #LIFETIME} is over. While nobody can say who has a turn, a node tries: a second copy
 * is better than a halt. Thread-safe.
 */
public final class LeasedTurns implements MailTurns, AutoCloseable {
    static final Duration LIFETIME = Duration.ofMinutes(2);
    static final Duration RENEWED_EVERY = Duration.ofSeconds(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(LeasedTurns.class);

    private final SharedState state;
    private final String node;
    private final Executor background;
    private final ScheduledFuture<?> renewing;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    /**
     * Renews from here on.
     *
     * @param node a text that no other node has: what its last process had when it was killed, it has at once
     * @param timer runs nothing that blocks
     * @param background where turns are renewed
     */
    public LeasedTurns(SharedState state, String node, ScheduledExecutorService timer, Executor background) {
        this.state = state;
        this.node = node;
        this.background = background;
        long every = RENEWED_EVERY.toNanos();
        this.renewing = timer.scheduleWithFixedDelay(this::renewInBackground, every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean take(String key) {
        StateKey turn = turnOf(key);
        StateValue mine = StateValue.expiring(node, LIFETIME);
        try {
            // What this process has had before, and could not give back, is its own.
            boolean has = state.putIfAbsent(turn, mine) || state.compareAndSet(turn, node, mine);
            if (has) {
                taken.add(key);
            }
            return has;
        } catch (StateUnavailableException e) {
            LOGGER.debug("Whether another node tries {} cannot be told, so this one does", key, e);
            return true;
        }
    }

    @Override
    public void giveBack(String key) {
        if (taken.remove(key)) {
            try {
                boolean unused = state.remove(turnOf(key), node);
            } catch (StateUnavailableException e) {
                LOGGER.debug("The turn for {} cannot be given back, and ends by itself", key, e);
            }
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void renewInBackground() {
        try {
            if (!taken.isEmpty()) {
                background.execute(() -> taken.forEach(this::renew));
            }
        } catch (RejectedExecutionException e) {
            LOGGER.debug("There is no thread to renew turns on; the next time may have one", e);
        }
    }

    private void renew(String key) {
        try {
            boolean isMine = state.compareAndSet(turnOf(key), node, StateValue.expiring(node, LIFETIME));
            if (!isMine && taken.contains(key)) {
                LOGGER.warn(
                        "{} is tried for longer than the state of this site could be reached: another node may try it too",
                        key);
            }
        } catch (StateUnavailableException e) {
            LOGGER.debug("The turn for {} cannot be renewed now", key, e);
        }
    }

    private static StateKey turnOf(String key) {
        return new StateKey(
                StateKind.MAIL_TURN,
                Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString());
    }

    /** Renews no more; what is taken ends by itself. Idempotent. */
    @Override
    public void close() {
        renewing.cancel(false);
    }
}
