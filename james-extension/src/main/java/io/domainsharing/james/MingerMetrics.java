// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.client.MingerClientMetrics;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import java.time.Duration;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Every metric of Minger, with its name: what the server here is asked and says, and what the client hears from peers. A name
 * that ends in a kind, such as {@code domainSharing.minger.server.replied.doesNotExist}, stands once for each. Counters only,
 * cheap enough for an event loop. Thread-safe.
 */
@Singleton
final class MingerMetrics implements MingerResponderMetrics, MingerClientMetrics {
    static final String PREFIX = OwnershipMetrics.PREFIX + "minger.";
    static final String SERVER_RECEIVED = PREFIX + "server.received";
    static final String SERVER_MALFORMED = PREFIX + "server.malformed.";
    static final String SERVER_REPLIED = PREFIX + "server.replied.";
    static final String SERVER_UNANSWERED = PREFIX + "server.unanswered.";
    static final String CLIENT_SENT = PREFIX + "client.sent";
    static final String CLIENT_ANSWERED = PREFIX + "client.answered.";
    static final String CLIENT_NOT_ANSWERED = PREFIX + "client.notAnswered.";
    static final String CLIENT_DROPPED = PREFIX + "client.dropped.";

    private final Meter received;
    private final Map<QueryReading.Defect, Meter> malformed;
    private final Map<MingerStatus, Meter> replied;
    private final Map<Silence, Meter> unanswered;
    private final Meter sent;
    private final Map<MingerStatus, Meter> answered;
    private final Map<MingerOutcome.Reason, Meter> notAnswered;
    private final Map<DropReason, Meter> dropped;

    @Inject
    MingerMetrics(MetricRegistry registry) {
        Counters counters = new Counters(registry);
        received = counters.of(SERVER_RECEIVED);
        malformed = counters.each(QueryReading.Defect.class, SERVER_MALFORMED);
        replied = counters.each(MingerStatus.class, SERVER_REPLIED);
        unanswered = counters.each(Silence.class, SERVER_UNANSWERED);
        sent = counters.of(CLIENT_SENT);
        answered = counters.each(MingerStatus.class, CLIENT_ANSWERED);
        notAnswered = counters.each(MingerOutcome.Reason.class, CLIENT_NOT_ANSWERED);
        dropped = counters.each(DropReason.class, CLIENT_DROPPED);
    }

    private static <K extends Enum<K>> void count(Map<K, Meter> counters, K kind) {
        Meter counter = counters.get(kind);
        if (counter != null) {
            counter.mark();
        }
    }

    @Override
    public void received() {
        received.mark();
    }

    @Override
    public void malformed(QueryReading.Defect defect) {
        count(malformed, defect);
    }

    @Override
    public void replied(MingerStatus status) {
        count(replied, status);
    }

    @Override
    public void unanswered(Silence reason) {
        count(unanswered, reason);
    }

    @Override
    public void sent(MingerServer server) {
        sent.mark();
    }

    @Override
    public void answered(MingerServer server, MingerStatus status, Duration roundTrip) {
        count(answered, status);
    }

    @Override
    public void notAnswered(MingerServer server, MingerOutcome.Reason reason) {
        count(notAnswered, reason);
    }

    @Override
    public void dropped(MingerServer server, DropReason reason) {
        count(dropped, reason);
    }
}
