// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.jspecify.annotations.Nullable;

/** One queue for each peer and gateway, made and served from its first use on. Thread-safe. */
final class DestinationQueues {
    private final MailQueueFactory<?> queues;
    private final Peers peers;
    private final DepartedPeers departed;
    private final NodeName node;
    private final DeliveryConfiguration configuration;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final NewLookup newLookup;
    private final HostTransport transport;
    private final Bounces bounces;
    private final Map<PeerName, DestinationQueue> all = new ConcurrentHashMap<>();

    DestinationQueues(
            MailQueueFactory<?> queues,
            Peers peers,
            DepartedPeers departed,
            NodeName node,
            DeliveryConfiguration configuration,
            RetrySchedule schedule,
            Clock clock,
            NewLookup newLookup,
            HostTransport transport,
            Bounces bounces) {
        this.queues = queues;
        this.peers = peers;
        this.departed = departed;
        this.node = node;
        this.configuration = configuration;
        this.schedule = schedule;
        this.clock = clock;
        this.newLookup = newLookup;
        this.transport = transport;
        this.bounces = bounces;
    }

    static MailQueueName nameOf(PeerName name) {
        return MailQueueName.of("domain-sharing-" + name);
    }

    DestinationQueue of(PeerName name) {
        return of(name, () -> peers.named(name)
                .or(() -> departed.lastOf(name))
                .map(found -> Destination.of(found, configuration))
                .orElse(null));
    }

    DestinationQueue of(Gateway gateway) {
        return of(gateway.name(), () -> Destination.of(gateway));
    }

    /** What waits in that queue; null: it was not used since the start. */
    @Nullable
    WaitingMail waitingFor(PeerName name) {
        DestinationQueue queue = all.get(name);
        return queue == null ? null : queue.waiting();
    }

    void stop() {
        all.values().forEach(DestinationQueue::stop);
        all.values().forEach(queue -> queue.waiting().close());
    }

    /** @param destination as it is at each try; null: it is there no more, and its mail is looked up again */
    private DestinationQueue of(PeerName name, Supplier<@Nullable Destination> destination) {
        return all.computeIfAbsent(name, ignored -> {
            DestinationQueue queue = new DestinationQueue(
                    queues.createQueue(
                            nameOf(name), MailQueueFactory.prefetchCount(configuration.connectionsPerHost())),
                    destination,
                    newLookup,
                    node,
                    transport,
                    bounces,
                    schedule,
                    clock,
                    configuration.connectionsPerHost());
            queue.start();
            return queue;
        });
    }
}
