// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
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

/** One {@link GuardedLookup} for each peer as it is configured; a peer that changes gets a new one. Thread-safe. */
public final class PeerGates implements PeerLookups, AutoCloseable {
    private final Function<Peer, PeerLookup> lookups;
    private final NobodysAddresses nobody;
    private final Clock clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Map<Peer, GuardedLookup> gates = new ConcurrentHashMap<>();
    private volatile @Nullable Set<Peer> current;
    private final List<PeerStateListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param lookups how a peer is asked, without any guard
     * @param nobody whom a peer is asked about to see whether it lives
     * @param nanos a clock such as {@link System#nanoTime}
     * @param timer sends the probes
     */
    public PeerGates(
            Function<Peer, PeerLookup> lookups,
            NobodysAddresses nobody,
            Clock clock,
            LongSupplier nanos,
            ScheduledExecutorService timer) {
        this.lookups = lookups;
        this.nobody = nobody;
        this.clock = clock;
        this.nanos = nanos;
        this.timer = timer;
    }

    /** {@inheritDoc} The gate of a peer that is none any more is closed: whoever asks for one began before it left. */
    @Override
    public GuardedLookup of(Peer peer) {
        GuardedLookup gate = gates.computeIfAbsent(
                peer,
                added -> new GuardedLookup(
                        added.name(), lookups.apply(added), nobody, clock, nanos, timer, new EveryListener()));
        Set<Peer> now = current;
        if (now != null && !now.contains(peer)) {
            drop(peer);
        }
        return gate;
    }

    /** How a peer is asked past limit and breaker; its answer closes the breaker. */
    public PeerLookup unguarded(Peer peer) {
        return of(peer).unguarded();
    }

    /** Whether the peer answers, if it was ever asked. */
    public Optional<PeerState> state(PeerName name) {
        return gates.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(entry -> entry.getValue().state())
                .findFirst();
    }

    public void addListener(PeerStateListener listener) {
        listeners.add(listener);
    }

    /** Closes the gates of peers that are no longer among these; from here on there are gates for these only. */
    public void retain(Collection<Peer> peers) {
        Set<Peer> kept = Set.copyOf(peers);
        current = kept;
        gates.keySet().stream().filter(peer -> !kept.contains(peer)).forEach(this::drop);
    }

    private void drop(Peer peer) {
        GuardedLookup gate = gates.remove(peer);
        if (gate != null) {
            gate.close();
        }
    }

    /** Ends all probes. Idempotent. */
    @Override
    public void close() {
        gates.values().forEach(GuardedLookup::close);
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
