// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.common.base.CaseFormat;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.client.MingerClientMetrics;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.server.MingerResponderMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Every metric of Minger, with its name: what the server here is asked and says, and what the client hears from peers. A name
 * that ends in a kind, such as {@code domainSharing.minger.server.replied.doesNotExist}, stands once for each. Counters only,
 * cheap enough for an event loop. Thread-safe.
 */
@Singleton
final class MingerMetrics implements MingerResponderMetrics, MingerClientMetrics {
    static final String PREFIX = "domainSharing.minger.";
    static final String SERVER_RECEIVED = PREFIX + "server.received";
    static final String SERVER_MALFORMED = PREFIX + "server.malformed.";
    static final String SERVER_REPLIED = PREFIX + "server.replied.";
    static final String SERVER_UNANSWERED = PREFIX + "server.unanswered.";
    static final String CLIENT_SENT = PREFIX + "client.sent";
    static final String CLIENT_ANSWERED = PREFIX + "client.answered.";
    static final String CLIENT_NOT_ANSWERED = PREFIX + "client.notAnswered.";
    static final String CLIENT_DROPPED = PREFIX + "client.dropped.";

    private final Metric received;
    private final Map<QueryReading.Defect, Metric> malformed;
    private final Map<MingerStatus, Metric> replied;
    private final Map<Silence, Metric> unanswered;
    private final Metric sent;
    private final Map<MingerStatus, Metric> answered;
    private final Map<MingerOutcome.Reason, Metric> notAnswered;
    private final Map<DropReason, Metric> dropped;

    @Inject
    MingerMetrics(MetricFactory metrics) {
        received = metrics.generate(SERVER_RECEIVED);
        malformed = each(QueryReading.Defect.class, SERVER_MALFORMED, metrics);
        replied = each(MingerStatus.class, SERVER_REPLIED, metrics);
        unanswered = each(Silence.class, SERVER_UNANSWERED, metrics);
        sent = metrics.generate(CLIENT_SENT);
        answered = each(MingerStatus.class, CLIENT_ANSWERED, metrics);
        notAnswered = each(MingerOutcome.Reason.class, CLIENT_NOT_ANSWERED, metrics);
        dropped = each(DropReason.class, CLIENT_DROPPED, metrics);
    }

    private static <K extends Enum<K>> Map<K, Metric> each(Class<K> kinds, String prefix, MetricFactory metrics) {
        Map<K, Metric> counters = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counters.put(
                    kind,
                    metrics.generate(prefix + CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, kind.name())));
        }
        return counters;
    }

    private static <K extends Enum<K>> void count(Map<K, Metric> counters, K kind) {
        Metric counter = counters.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void received() {
        received.increment();
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
        sent.increment();
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
