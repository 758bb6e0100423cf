// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.client.MingerClientMetrics;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.time.Duration;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Every metric of Minger, with its name: what the server here is asked and says, and what the client hears from peers. Counters
 * only, cheap enough for an event loop. Thread-safe.
 */
@Singleton
final class MingerMetrics implements MingerResponderMetrics, MingerClientMetrics {
    static final String SERVER = OwnershipMetrics.PREFIX + "minger_server_";
    static final String CLIENT = OwnershipMetrics.PREFIX + "minger_client_";
    private static final String DATAGRAMS = "datagrams_total";
    private static final String UNANSWERED = "unanswered_total";
    private static final String STATUS = "status";
    private static final String REASON = "reason";

    private final Counter received;
    private final Map<QueryReading.Defect, Counter.Child> malformed;
    private final Map<MingerStatus, Counter.Child> replied;
    private final Map<Silence, Counter.Child> unanswered;
    private final Counter sent;
    private final Map<MingerStatus, Counter.Child> answered;
    private final Map<MingerOutcome.Reason, Counter.Child> notAnswered;
    private final Map<DropReason, Counter.Child> dropped;

    @Inject
    MingerMetrics(CollectorRegistry registry) {
        Counters counters = new Counters(registry);
        received = counters.of(SERVER + DATAGRAMS, "Datagrams that came to the Minger server.");
        malformed = counters.each(
                QueryReading.Defect.class,
                SERVER + "malformed_total",
                "Queries answered 0, by what is wrong.",
                "defect");
        replied = counters.each(MingerStatus.class, SERVER + "replies_total", "Replies of the Minger server.", STATUS);
        unanswered = counters.each(Silence.class, SERVER + UNANSWERED, "Datagrams that got no reply.", REASON);
        sent = counters.of(CLIENT + DATAGRAMS, "Datagrams sent to peers and gateways, tries included.");
        answered = counters.each(
                MingerStatus.class, CLIENT + "answers_total", "What peers and gateways answered.", STATUS);
        notAnswered =
                counters.each(MingerOutcome.Reason.class, CLIENT + UNANSWERED, "Queries without an answer.", REASON);
        dropped = counters.each(
                DropReason.class, CLIENT + "dropped_total", "Datagrams that answered nothing that was asked.", REASON);
    }

    private static <K extends Enum<K>> void count(Map<K, Counter.Child> counters, K kind) {
        Counter.Child counter = counters.get(kind);
        if (counter != null) {
            counter.inc();
        }
    }

    @Override
    public void received() {
        received.inc();
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
        sent.inc();
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
