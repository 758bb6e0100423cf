// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue for each peer and gateway, made and served from its first use on. Thread-safe. */
final class DestinationQueues {
    private static final Logger LOGGER = LoggerFactory.getLogger(DestinationQueues.class);

    private final MailQueueFactory<?> queues;
    private final Peers peers;
    private final DepartedPeers departed;
    private final NodeName node;
    private final DeliveryConfiguration configuration;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final NewLookup newLookup;
    private final HostTransport transport;
    private final Hosts hosts;
    private final Bounces bounces;
    private final DeliveryMetrics metrics;
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
            Hosts hosts,
            Bounces bounces,
            DeliveryMetrics metrics) {
        this.queues = queues;
        this.peers = peers;
        this.departed = departed;
        this.node = node;
        this.configuration = configuration;
        this.schedule = schedule;
        this.clock = clock;
        this.newLookup = newLookup;
        this.transport = transport;
        this.hosts = hosts;
        this.bounces = bounces;
        this.metrics = metrics;
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

    /** The queue of that name; null: it was not used since the start. */
    @Nullable
    DestinationQueue existing(PeerName name) {
        return all.get(name);
    }

    /** That host is back: what waits for it, in whatever queue, is tried now. */
    void returned(HostAndPort host) {
        all.forEach((name, queue) -> {
            try {
                if (queue.leadsTo(host)) {
                    queue.waiting().flush();
                }
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("The mail for {}, whose host {} is back, waits for its next try", name, host, e);
            }
        });
    }

    /** All that are served. */
    Map<PeerName, DestinationQueue> all() {
        return Map.copyOf(all);
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
                    hosts,
                    bounces,
                    schedule,
                    clock,
                    metrics,
                    configuration.connectionsPerHost());
            queue.start();
            return queue;
        });
    }
}
