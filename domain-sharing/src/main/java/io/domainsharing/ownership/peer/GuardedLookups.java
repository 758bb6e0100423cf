// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One {@link GuardedLookup} for each peer and gateway as it is configured; one that changes gets a new one. Thread-safe. */
public final class GuardedLookups implements PeerLookups, PeerChangeListener, AutoCloseable {
    private final Function<Destination, PeerLookup> lookups;
    private final NobodysAddresses unknownAddresses;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Map<Destination, GuardedLookup> guarded = new ConcurrentHashMap<>();
    private volatile @Nullable Set<Destination> current;
    private final List<PeerStateListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param lookups how a peer is asked, without any guard
     * @param unknownAddresses whom a peer is asked about to see whether it lives
     * @param nanos a clock such as {@link System#nanoTime}
     * @param timer sends the probes
     */
    public GuardedLookups(
            Function<Destination, PeerLookup> lookups,
            NobodysAddresses unknownAddresses,
            Clock clock,
            LongSupplier nanos,
            ScheduledExecutorService timer) {
        this.lookups = lookups;
        this.unknownAddresses = unknownAddresses;
        this.clock = clock;
        this.nanos = nanos;
        this.timer = timer;
    }

    /** {@inheritDoc} The look-up of a removed peer is closed: whoever asks for one began before it was removed. */
    @Override
    public GuardedLookup of(Destination peer) {
        GuardedLookup lookup = guarded.computeIfAbsent(
                peer,
                added -> new GuardedLookup(
                        added, lookups.apply(added), unknownAddresses, clock, nanos, timer, new EveryListener()));
        Set<Destination> now = current;
        if (now != null && !now.contains(peer)) {
            drop(peer);
        }
        return lookup;
    }

    /** How a peer is asked past limit and breaker; its answer closes the breaker. */
    public PeerLookup unguarded(Destination peer) {
        return of(peer).unguarded();
    }

    /** Whether the peer answers, if it was ever asked. */
    public Optional<PeerState> state(PeerName name) {
        return guarded.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(entry -> entry.getValue().state())
                .findFirst();
    }

    public void addListener(PeerStateListener listener) {
        listeners.add(listener);
    }

    /** Closes the look-ups of those that are not among these; from here on there are look-ups for these only. */
    void retain(Collection<Destination> peers) {
        Set<Destination> kept = Set.copyOf(peers);
        current = kept;
        guarded.keySet().stream().filter(peer -> !kept.contains(peer)).forEach(this::drop);
    }

    // Before: a look-up that has seen the peers of before must not open one for a peer that is removed.
    @Override
    public void beforeSwap(PeerChange change) {
        retain(change.after().destinations());
    }

    private void drop(Destination peer) {
        GuardedLookup lookup = guarded.remove(peer);
        if (lookup != null) {
            lookup.close();
        }
    }

    /** Ends all probes. Idempotent. */
    @Override
    public void close() {
        guarded.values().forEach(GuardedLookup::close);
    }

    private final class EveryListener implements PeerStateListener {
        @Override
        public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
            listeners.forEach(listener -> listener.onAnswer(peer, answer, took));
        }

        @Override
        public void onDown(PeerName peer) {
            listeners.forEach(listener -> listener.onDown(peer));
        }

        @Override
        public void onReturn(PeerName peer) {
            listeners.forEach(listener -> listener.onReturn(peer));
        }
    }
}
