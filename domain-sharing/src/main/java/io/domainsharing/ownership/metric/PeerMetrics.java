// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of each peer and gateway, {@code domainSharing.peer.<name>.…}: there from the moment that the peer is
 * configured, at zero, until it is removed. What is said of a removed peer is dropped, so only an operator
 * makes the registry grow. Thread-safe.
 *
 * <p>In the names stand letters, digits and underscores only, whatever else the peer's name has: that is what Prometheus makes
 * of them anyway. Where two names come out alike the later one gets a suffix.
 */
public final class PeerMetrics implements PeerChangeListener {
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9_]");
    static final String PREFIX = OwnershipMetrics.PREFIX + "peer.";
    static final String LOOKUP = "lookup.";
    static final String ACCEPTS = "accepts";
    static final String ACCEPTS_ALL = "acceptsAll";
    static final String NOT_NOW = "notNow";
    static final String UNKNOWN = "unknown";
    static final String LATENCY = "latency";
    static final String DELIVERED = "delivered";

    /** 1 while look-ups do not ask the peer because it was silent, else 0. */
    public static final String BREAKER_OPEN = "breakerOpen";
    /** 1 while the peer answers look-ups and tells nothing of any address, else 0. */
    public static final String REFUSES = "refuses";
    /** How many mails are in its queue. */
    public static final String WAITING = "waiting";

    private final MetricRegistry registry;
    private final Counters counters;
    private final Map<PeerName, OfPeer> current = new ConcurrentHashMap<>();
    private final Map<String, Function<PeerName, @Nullable Number>> gauges = new LinkedHashMap<>();

    public PeerMetrics(MetricRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
    }

    /** From here on these have metrics, and nobody else. What the peers that stay have counted stays as well. */
    public synchronized void retain(Collection<PeerName> peers) {
        current.forEach((peer, metrics) -> {
            if (!peers.contains(peer)) {
                current.remove(peer);
                registry.removeMatching(MetricFilter.startsWith(metrics.prefix));
            }
        });
        peers.forEach(peer -> {
            if (!current.containsKey(peer)) {
                OfPeer metrics = new OfPeer(prefixOf(peer));
                gauges.forEach((name, value) -> register(peer, metrics, name, value));
                current.put(peer, metrics);
            }
        });
    }

    @Override
    public void afterSwap(PeerChange change) {
        retain(change.after().names());
    }

    /**
     * One more figure of each peer.
     *
     * @param value read whenever somebody looks; must not block; null: not known
     */
    public synchronized void gauge(String name, Function<PeerName, @Nullable Number> value) {
        gauges.put(name, value);
        current.forEach((peer, metrics) -> register(peer, metrics, name, value));
    }

    /** A look-up has this answer of the peer, be it that it was not even asked. */
    public void answered(PeerName peer, PeerAnswer answer) {
        OfPeer metrics = current.get(peer);
        if (metrics != null) {
            metrics.answered(answer);
        }
    }

    /** The peer was asked; silence, which takes as long as it is waited for, says nothing of how fast it is. */
    public void took(PeerName peer, PeerAnswer answer, Duration time) {
        OfPeer metrics = current.get(peer);
        boolean isSaid = !(answer instanceof NoAnswer none) || none.reason() == PeerAnswer.Reason.REFUSED;
        if (metrics != null && isSaid) {
            metrics.latency.update(time);
        }
    }

    /** The peer has taken a mail for so many recipients. */
    public void delivered(PeerName peer, int recipients) {
        OfPeer metrics = current.get(peer);
        if (metrics != null) {
            metrics.delivered.mark(recipients);
        }
    }

    private void register(PeerName peer, OfPeer metrics, String name, Function<PeerName, @Nullable Number> value) {
        registry.gauge(metrics.prefix + name, () -> () -> value.apply(peer));
    }

    private String prefixOf(PeerName peer) {
        String plain = PREFIX + NOT_IN_A_NAME.matcher(peer.value()).replaceAll("_");
        boolean isTaken = current.values().stream().anyMatch(metrics -> metrics.prefix.equals(plain + '.'));
        return (isTaken ? plain + '_' + Integer.toHexString(peer.value().hashCode()) : plain) + '.';
    }

    private final class OfPeer {
        final String prefix;
        final Timer latency;
        final Meter delivered;
        private final Meter accepts;
        private final Meter acceptsAll;
        private final Meter notNow;
        private final Meter unknown;
        private final Map<PeerAnswer.Reason, Meter> none;

        OfPeer(String prefix) {
            this.prefix = prefix;
            latency = registry.timer(prefix + LATENCY);
            delivered = counters.of(prefix + DELIVERED);
            accepts = counters.of(prefix + LOOKUP + ACCEPTS);
            acceptsAll = counters.of(prefix + LOOKUP + ACCEPTS_ALL);
            notNow = counters.of(prefix + LOOKUP + NOT_NOW);
            unknown = counters.of(prefix + LOOKUP + UNKNOWN);
            none = counters.each(PeerAnswer.Reason.class, prefix + LOOKUP);
        }

        void answered(PeerAnswer answer) {
            Meter counter =
                    switch (answer.kind()) {
                        case ACCEPTS -> accepts;
                        case ACCEPTS_ALL -> acceptsAll;
                        case NOT_NOW -> notNow;
                        case UNKNOWN -> unknown;
                        case NO_ANSWER -> none.get(((NoAnswer) answer).reason());
                    };
            if (counter != null) {
                counter.mark();
            }
        }
    }
}
