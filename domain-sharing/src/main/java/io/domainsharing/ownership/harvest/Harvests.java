// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who tries addresses: a client that has named as many recipients that nobody has as {@code harvest/unknowns} within {@code
 * harvest/within}, wherever that time begins, and one that a peer has told of. It is a suspect until so long after the first of its last so
 * many; one unknown recipient now and then does not keep it one.
 *
 * <p>Remembers {@value #MAXIMUM} clients. The one that has named no such recipient for the longest time makes room, and begins anew, so a
 * flood of clients does nobody harm. Thread-safe; never blocks.
 */
public final class Harvests implements PeerChangeListener {
    static final int MAXIMUM = 50_000;

    private final HarvestConfiguration configuration;
    private final LongSupplier nanos;
    private final Clock clock;
    private final int maximum;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** In the order of their last unknown recipients. */
    private final Map<ClientBlock, Tries> clients = new LinkedHashMap<>();

    private final Hints hints = new Hints();

    /** Hears of what this server notices, and not of what peers tell: nothing is passed on. */
    @FunctionalInterface
    public interface Listener {
        /**
         * That client tries addresses. Must not block.
         *
         * @param lasts for so long from now on
         * @param isNew whether it was no suspect before; else it goes on, and is one for much longer than was said
         */
        void noticed(Suspect suspect, Duration lasts, boolean isNew);
    }

    /** What one client has done. */
    private static final class Tries {
        final UnknownTimes times;
        long since;
        long toldUntil;

        Tries(UnknownTimes times) {
            this.times = times;
        }
    }

    private record News(Suspect suspect, Duration lasts, boolean isNew) {}

    /**
     * Suspects nobody yet.
     *
     * @param nanos a clock such as {@link System#nanoTime}, which nobody sets
     * @param clock shows when
     */
    public Harvests(HarvestConfiguration configuration, LongSupplier nanos, Clock clock) {
        this(configuration, nanos, clock, MAXIMUM);
    }

    Harvests(HarvestConfiguration configuration, LongSupplier nanos, Clock clock, int maximum) {
        this.configuration = configuration;
        this.nanos = nanos;
        this.clock = clock;
        this.maximum = maximum;
    }

    /** Has one more hear of suspects from here on. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Whether its further recipients are answered from what is known. */
    public boolean isSuspect(InetAddress address) {
        ClientBlock client = new ClientBlock(address);
        synchronized (clients) {
            return isSuspect(client, nanos.getAsLong());
        }
    }

    private boolean isSuspect(ClientBlock client, long now) {
        Tries tries = clients.get(client);
        return (tries != null && tries.times.suspectFor(now) > 0) || hints.isSuspect(client, now);
    }

    /** It has named a recipient that nobody has. */
    public void unknown(InetAddress address) {
        ClientBlock client = new ClientBlock(address);
        News news;
        synchronized (clients) {
            news = count(client, nanos.getAsLong());
        }
        if (news != null) {
            listeners.forEach(listener -> listener.noticed(news.suspect(), news.lasts(), news.isNew()));
        }
    }

    private @Nullable News count(ClientBlock client, long now) {
        long within = configuration.within().toNanos();
        Tries before = clients.remove(client);
        Tries tries = before == null ? new Tries(new UnknownTimes(configuration.unknowns(), within)) : before;
        if (clients.size() >= maximum) {
            clients.remove(clients.keySet().iterator().next());
        }
        clients.put(client, tries);
        boolean wasSuspect = tries.times.suspectFor(now) > 0;
        tries.times.add(now);
        long lasts = tries.times.suspectFor(now);
        if (lasts <= 0 || (wasSuspect && now + lasts - tries.toldUntil <= within / 2)) {
            return null;
        }
        if (!wasSuspect) {
            tries.since = now;
        }
        tries.toldUntil = now + lasts;
        return new News(suspect(client, tries, now), Duration.ofNanos(lasts), !wasSuspect);
    }

    /** A peer has noticed it, and says for how long from now on. */
    public void told(PeerName peer, InetAddress address, Duration lasts) {
        synchronized (clients) {
            hints.take(peer, new ClientBlock(address), lasts, nanos.getAsLong());
        }
    }

    /** All that are suspects now, each once: by what was noticed here, else by the hint that lasts longest. */
    public List<Suspect> suspects() {
        Map<ClientBlock, Suspect> suspects = new LinkedHashMap<>();
        synchronized (clients) {
            long now = nanos.getAsLong();
            clients.forEach((client, tries) -> {
                if (tries.times.suspectFor(now) > 0) {
                    suspects.put(client, suspect(client, tries, now));
                }
            });
            hints.each(now, hint -> suspects.merge(hint.client(), suspect(hint, now), Harvests::weightier));
        }
        return List.copyOf(suspects.values());
    }

    private static Suspect weightier(Suspect one, Suspect other) {
        return one.toldBy() == null || one.until().isAfter(other.until()) ? one : other;
    }

    private Suspect suspect(ClientBlock client, Tries tries, long now) {
        return new Suspect(
                client,
                clock.instant().minusNanos(now - tries.since),
                clock.instant().plusNanos(tries.times.suspectFor(now)),
                null);
    }

    private Suspect suspect(Hints.Hint hint, long now) {
        return new Suspect(
                hint.client(),
                clock.instant().minusNanos(now - hint.since()),
                clock.instant().plusNanos(hint.until() - now),
                hint.toldBy());
    }

    /** It begins anew, and what peers have told of it is forgotten; false: it was no suspect. A peer may tell of it again. */
    public boolean pardon(ClientBlock client) {
        synchronized (clients) {
            boolean wasSuspect = isSuspect(client, nanos.getAsLong());
            clients.remove(client);
            hints.forget(client);
            return wasSuspect;
        }
    }

    // After: what a peer has told goes with it.
    @Override
    public void afterSwap(PeerChange change) {
        synchronized (clients) {
            change.removed().forEach(hints::forget);
        }
    }
}
