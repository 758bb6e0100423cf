// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who tries addresses: a client with as many recipients that nobody has as {@code harvest/unknowns} within {@code harvest/within} is a
 * suspect for that long after the last of them, and so is one that a peer has told of. Remembers the {@value #MAXIMUM} clients with the
 * latest; one that is pushed out begins anew, so a flood of clients does nobody harm. Thread-safe; never blocks.
 */
public final class Harvests {
    static final int MAXIMUM = 50_000;
    /** Of those that one peer tells of, so many count at once. */
    static final int TOLD_BY_ONE_PEER = 1_000;
    /** Whatever a peer says. */
    static final Duration LONGEST_HINT = Duration.ofHours(1);

    private final HarvestConfiguration configuration;
    private final LongSupplier nanos;
    private final Clock clock;
    private final Map<ClientBlock, Tries> clients;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** So that a RCPT pays nothing while there is no suspect. */
    private volatile boolean isQuiet = true;

    /** Hears of a suspect that was noticed here, once for as long as it is one. Must not block. */
    @FunctionalInterface
    public interface Listener {
        void noticed(Suspect suspect, Duration lasts);
    }

    /** Suspects nobody yet. */
    public Harvests(HarvestConfiguration configuration, LongSupplier nanos, Clock clock) {
        this.configuration = configuration;
        this.nanos = nanos;
        this.clock = clock;
        this.clients = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ClientBlock, Tries> eldest) {
                return size() > MAXIMUM;
            }
        };
    }

    /** What is known of one client. */
    private static final class Tries {
        final Deque<Long> unknown = new ArrayDeque<>(2);

        @Nullable
        Long until;

        Instant since = Instant.EPOCH;

        @Nullable
        PeerName toldBy;

        boolean isSuspect(long now) {
            return until != null && until - now > 0;
        }
    }

    /** Has one more hear of suspects from here on. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Whether its further recipients are answered from what is known. */
    public boolean isSuspect(InetAddress client) {
        return !isQuiet && isSuspectNow(client);
    }

    private synchronized boolean isSuspectNow(InetAddress client) {
        Tries tries = clients.get(new ClientBlock(client));
        return tries != null && tries.isSuspect(nanos.getAsLong());
    }

    /** It has named a recipient that nobody has. */
    public void unknown(InetAddress address) {
        ClientBlock client = new ClientBlock(address);
        Suspect noticed = count(client, nanos.getAsLong());
        if (noticed != null) {
            listeners.forEach(listener -> listener.noticed(noticed, configuration.within()));
        }
    }

    private synchronized @Nullable Suspect count(ClientBlock client, long now) {
        Tries tries = clients.computeIfAbsent(client, unused -> new Tries());
        long within = configuration.within().toNanos();
        tries.unknown.addLast(now);
        while (tries.unknown.size() > configuration.unknowns() || now - tries.unknown.getFirst() > within) {
            tries.unknown.removeFirst();
        }
        boolean wasSuspect = tries.isSuspect(now);
        if (!wasSuspect && tries.unknown.size() < configuration.unknowns()) {
            return null;
        }
        tries.until = later(wasSuspect ? tries.until : null, now + within);
        if (wasSuspect) {
            return null;
        }
        tries.since = clock.instant();
        tries.toldBy = null;
        isQuiet = false;
        return suspect(client, tries, now);
    }

    /** A peer has noticed it. What is noticed here counts more. */
    public synchronized void told(PeerName peer, InetAddress address, Duration lasts) {
        long now = nanos.getAsLong();
        ClientBlock client = new ClientBlock(address);
        Tries tries = clients.get(client);
        boolean isOwn = tries != null && tries.isSuspect(now) && tries.toldBy == null;
        if (isOwn || lasts.isNegative() || lasts.isZero() || toldBy(peer, now) >= TOLD_BY_ONE_PEER) {
            return;
        }
        Tries told = tries == null ? new Tries() : tries;
        Duration bounded = lasts.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : lasts;
        if (!told.isSuspect(now)) {
            told.since = clock.instant();
        }
        told.until = later(told.isSuspect(now) ? told.until : null, now + bounded.toNanos());
        told.toldBy = peer;
        clients.put(client, told);
        isQuiet = false;
    }

    private long toldBy(PeerName peer, long now) {
        return clients.values().stream()
                .filter(tries -> peer.equals(tries.toldBy) && tries.isSuspect(now))
                .count();
    }

    private static long later(@Nullable Long one, long other) {
        return one != null && one - other > 0 ? one : other;
    }

    /** All that are suspects now. */
    public synchronized List<Suspect> suspects() {
        long now = nanos.getAsLong();
        List<Suspect> all = clients.entrySet().stream()
                .filter(entry -> entry.getValue().isSuspect(now))
                .map(entry -> suspect(entry.getKey(), entry.getValue(), now))
                .toList();
        isQuiet = all.isEmpty();
        return all;
    }

    private Suspect suspect(ClientBlock client, Tries tries, long now) {
        long left = tries.until == null ? 0 : tries.until - now;
        return new Suspect(client, tries.since, clock.instant().plusNanos(left), tries.toldBy);
    }

    /** It begins anew; false: it was no suspect. */
    public synchronized boolean pardon(ClientBlock client) {
        Tries tries = clients.remove(client);
        return tries != null && tries.isSuspect(nanos.getAsLong());
    }
}
