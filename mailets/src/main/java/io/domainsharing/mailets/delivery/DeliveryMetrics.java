// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.transport.Attempt;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.Gauges;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.metric.PeerMetrics.Handover;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Every metric of this room, with its name: what becomes of the mail for peers and gateways, counted in recipients, and how
 * many mails wait. One for all mailets; thread-safe.
 */
@Singleton
public final class DeliveryMetrics {
    static final String QUEUED = OwnershipMetrics.PREFIX + "queued_recipients_total";
    static final String UNDETERMINED = OwnershipMetrics.PREFIX + "undetermined_recipients_total";
    static final String REROUTED = OwnershipMetrics.PREFIX + "rerouted_recipients_total";
    static final String RETURNED = OwnershipMetrics.PREFIX + "returned_recipients_total";
    static final String WAITING_MAILS = OwnershipMetrics.PREFIX + "waiting_mails";
    static final String OLDEST_MAIL = OwnershipMetrics.PREFIX + "oldest_waiting_mail_timestamp_seconds";
    static final String FAILING = OwnershipMetrics.PREFIX + "handover_failing";
    static final String REMOVED_MAILS = OwnershipMetrics.PREFIX + "removed_peers_waiting_mails";
    static final String UNDETERMINED_MAILS = OwnershipMetrics.PREFIX + "undetermined_mails";

    private final Gauges gauges;
    private final PeerMetrics peers;
    private final Counter queued;
    private final Counter undetermined;
    private final Counter rerouted;
    private final Map<Cause.Why, Counter.Child> returned;

    @Inject
    public DeliveryMetrics(CollectorRegistry registry, PeerMetrics peers) {
        this.gauges = new Gauges(registry);
        this.peers = peers;
        Counters counters = new Counters(registry);
        queued = counters.of(QUEUED, "Recipients whose mail was put into the queue of a peer or a gateway.");
        undetermined = counters.of(
                UNDETERMINED, "Recipients kept because their owner is undetermined, counted anew at each try.");
        rerouted = counters.of(
                REROUTED, "Recipients looked up again, as the peer that was taken for their owner does not know them.");
        returned = counters.each(Cause.Why.class, RETURNED, "Recipients whose mail went back to its sender.", "reason");
    }

    /** They are in the queue of a peer or a gateway. */
    void handedOver(int recipients) {
        queued.inc(recipients);
    }

    /** One try to hand a mail over to that peer or gateway has ended. */
    void tried(PeerName destination, Attempt attempt) {
        peers.handedOver(destination, Handover.DELIVERED, attempt.delivered().size());
        peers.handedOver(destination, Handover.SMART_HOST, attempt.relayed().size());
        peers.handedOver(destination, Handover.REFUSED, attempt.refused().size());
        if (attempt.isTried()) {
            peers.handedOver(destination, Handover.DEFERRED, attempt.pending().size());
        }
    }

    /** Nobody can tell whose they are; counted anew each time that it is asked in vain. */
    void kept(int recipients) {
        undetermined.inc(recipients);
    }

    /** The peer that was taken for their owner knows no such mailboxes, and they are looked up again (L4). */
    void rerouted(int recipients) {
        rerouted.inc(recipients);
    }

    public void returned(Cause.Why why, int recipients) {
        Counter.Child counter = returned.get(why);
        if (counter != null) {
            counter.inc(recipients);
        }
    }

    /** The mail that waits is seen from here on. Once. */
    void watch(WaitingCount waiting) {
        peers.gauge(WAITING_MAILS, "Mails in its queue.", waiting::mails);
        peers.gauge(
                OLDEST_MAIL,
                "Since when the oldest mail in its queue waits, in Unix time; no series while none waits.",
                waiting::oldestSince);
        peers.gauge(
                FAILING,
                "1 if the mail that was last tried for it still waits, 0 if that has left.",
                waiting::isFailing);
        gauges.of(
                REMOVED_MAILS,
                "Mails in the queues of peers and gateways that were removed.",
                () -> waiting.mailsOfOthers(peers::has));
        gauges.of(UNDETERMINED_MAILS, "Mails whose owner is undetermined now.", waiting::undetermined);
    }
}
