// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.ownership.state.Lease;
import io.domainsharing.ownership.state.NodeIdentity;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.StateUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this node is the one of its site that asks the secondaries. Thread-safe. */
public final class SecondaryTurn implements AutoCloseable {
    static final Duration RENEW_EVERY = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(SecondaryTurn.class);

    private final @Nullable Lease lease;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private @Nullable ScheduledFuture<?> renewing;

    /**
     * Has it only where this node is alone, before it is {@linkplain #start started}.
     *
     * @param node this node; not asked where it is alone
     * @param timer runs nothing that blocks
     * @param background where the database is asked
     */
    public SecondaryTurn(
            Site site, Supplier<NodeIdentity> node, Clock clock, ScheduledExecutorService timer, Executor background) {
        this.lease = site.state()
                .map(state -> new Lease(state, "secondaries", node.get().text(), clock))
                .orElse(null);
        this.timer = timer;
        this.background = background;
    }

    /** Tries to get it from here on. Called once. */
    public synchronized void start() {
        if (lease != null) {
            renewing = timer.scheduleWithFixedDelay(
                    () -> inBackground(lease), 0, RENEW_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Never blocks. */
    public boolean isOurs() {
        return lease == null || lease.isHeld();
    }

    /** Leaves it to another node. Idempotent; blocks. */
    @Override
    public synchronized void close() {
        if (renewing == null || lease == null || !renewing.cancel(false)) {
            return;
        }
        try {
            lease.giveUp();
        } catch (StateUnavailableException e) {
            LOGGER.debug("Another node asks the secondaries a little later", e);
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void inBackground(Lease held) {
        try {
            background.execute(() -> renew(held));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("There is no thread to ask for the turn on; the next time may have one", e);
        }
    }

    private static void renew(Lease lease) {
        try {
            boolean before = lease.isHeld();
            lease.renew();
            if (lease.isHeld() != before) {
                LOGGER.info(
                        lease.isHeld()
                                ? "This node asks the secondaries for the site"
                                : "Another node asks the secondaries for the site");
            }
        } catch (StateUnavailableException | RuntimeException e) {
            LOGGER.debug("Which node asks the secondaries cannot be told now", e);
        }
    }
}
