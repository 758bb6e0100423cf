// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every peer and gateway that is asked probed once after the start, soon after it was added or changed, and whenever nothing was
 * heard of it for three minutes: that one is down, or refuses, is known before somebody's mail waits for it. Thread-safe.
 */
public final class IdleProbes implements PeerChangeListener, AutoCloseable {
    /** After the start: the listeners of a server that starts at the same time are open by then. */
    static final Duration FIRST = Duration.ofSeconds(2);
    /** Three unanswered probes in a row open a breaker, so a peer that is away is known to be down within a minute of the start. */
    static final Duration EVERY = Duration.ofSeconds(12);

    /** After a change, in whose phase nobody may rely on another listener. An operator who has made it looks for its effect. */
    static final Duration AFTER_CHANGE = Duration.ofMillis(500);

    private static final Logger LOGGER = LoggerFactory.getLogger(IdleProbes.class);

    private final GuardedLookups lookups;
    private final PeerDirectory directory;
    private final Supplier<List<Domain>> shared;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private @Nullable ScheduledFuture<?> row;
    private boolean closed;

    /**
     * Nothing is asked before {@link #start}.
     *
     * @param shared the shared domains; may block, and may fail
     * @param timer runs nothing that blocks
     * @param background runs what reads James's domains
     */
    public IdleProbes(
            GuardedLookups lookups,
            PeerDirectory directory,
            Supplier<List<Domain>> shared,
            ScheduledExecutorService timer,
            Executor background) {
        this.lookups = lookups;
        this.directory = directory;
        this.shared = shared;
        this.timer = timer;
        this.background = background;
    }

    /** Probes from here on. */
    public synchronized void start() {
        if (!closed && row == null) {
            row = timer.scheduleWithFixedDelay(
                    this::probeLater, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
            directory.addListener(this);
        }
    }

    /** {@inheritDoc} What is new is not known to answer. */
    @Override
    public synchronized void afterSwap(PeerChange change) {
        if (!closed && !(change.added().isEmpty() && change.changed().isEmpty())) {
            Future<?> unused = timer.schedule(this::probeLater, AFTER_CHANGE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** No probe goes out any more. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (row != null) {
            row.cancel(false);
        }
    }

    // What throws here would end the row.
    private void probeLater() {
        try {
            background.execute(this::probe);
        } catch (RuntimeException e) {
            LOGGER.debug("No idle peer is probed this time", e);
        }
    }

    /** Asks those that are due now. */
    void probe() {
        try {
            List<Domain> domains = shared.get();
            PeerSet peers = directory.current();
            peers.destinations().forEach(destination -> domainOf(destination, domains)
                    .ifPresent(domain -> lookups.of(destination).probeIfIdle(domain)));
        } catch (RuntimeException e) {
            LOGGER.debug("No idle peer is probed this time", e);
        }
    }

    private static Optional<Domain> domainOf(Destination destination, List<Domain> shared) {
        Stream<Domain> candidates =
                destination instanceof Gateway gateway ? Stream.of(gateway.domain()) : shared.stream();
        return candidates.filter(destination::isAskedFor).findFirst();
    }
}
