// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of this room, with its name: what becomes of the mail for peers and gateways, counted in recipients, and how
 * many mails wait. One for all mailets; thread-safe.
 */
@Singleton
public final class DeliveryMetrics {
    static final String PREFIX = OwnershipMetrics.PREFIX + "delivery.";
    static final String HANDED_OVER = PREFIX + "handedOver";
    static final String DELIVERED = PREFIX + "delivered";
    static final String SMART_HOST = PREFIX + "smartHost";
    static final String KEPT = PREFIX + "kept";
    static final String REROUTED = PREFIX + "rerouted";
    static final String RETURNED = PREFIX + "returned.";
    static final String WAITING = PREFIX + "waiting";
    static final String UNDETERMINED = PREFIX + "undetermined";

    private final MetricRegistry registry;
    private final PeerMetrics peers;
    private final Meter handedOver;
    private final Meter delivered;
    private final Meter smartHost;
    private final Meter kept;
    private final Meter rerouted;
    private final Map<Cause.Why, Meter> returned;

    @Inject
    public DeliveryMetrics(MetricRegistry registry, PeerMetrics peers) {
        this.registry = registry;
        this.peers = peers;
        Counters counters = new Counters(registry);
        handedOver = counters.of(HANDED_OVER);
        delivered = counters.of(DELIVERED);
        smartHost = counters.of(SMART_HOST);
        kept = counters.of(KEPT);
        rerouted = counters.of(REROUTED);
        returned = counters.each(Cause.Why.class, RETURNED);
    }

    /** They are in the queue of a peer or a gateway. */
    void handedOver(int recipients) {
        handedOver.mark(recipients);
    }

    /** That peer or gateway has taken the mail. */
    void delivered(PeerName destination, int recipients) {
        delivered.mark(recipients);
        peers.delivered(destination, recipients);
    }

    /** The smart host has taken it instead. */
    void relayed(int recipients) {
        smartHost.mark(recipients);
    }

    /** Nobody can tell whose they are; counted anew each time that it is asked in vain. */
    void kept(int recipients) {
        kept.mark(recipients);
    }

    /** The peer that was taken for their owner knows no such mailboxes, and they are looked up again (L4). */
    void rerouted(int recipients) {
        rerouted.mark(recipients);
    }

    public void returned(Cause.Why why, int recipients) {
        Meter counter = returned.get(why);
        if (counter != null) {
            counter.mark(recipients);
        }
    }

    /**
     * How many mails wait: for one peer or gateway, for all of them, and for somebody to tell whose they are.
     *
     * @param of null: not known
     */
    void watch(
            Function<PeerName, @Nullable Number> of,
            Supplier<@Nullable Number> all,
            Supplier<@Nullable Number> undetermined) {
        peers.gauge(PeerMetrics.WAITING, of);
        registry.gauge(WAITING, () -> all::get);
        registry.gauge(UNDETERMINED, () -> undetermined::get);
    }
}
