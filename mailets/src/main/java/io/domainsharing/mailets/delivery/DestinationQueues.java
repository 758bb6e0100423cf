// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.transport.HandoverTarget;
import io.domainsharing.mailets.transport.HostHealth;
import io.domainsharing.mailets.transport.HostTransport;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue for each peer and gateway, made and served from its first use on. Thread-safe. */
final class DestinationQueues {
    private static final String PREFIX = "domain-sharing-";
    private static final Logger LOGGER = LoggerFactory.getLogger(DestinationQueues.class);
    /** What a stop waits for: a message that is taken while its queue is not told is delivered twice. */
    private static final Duration TRIES_UNDER_WAY = Duration.ofSeconds(10);

    private final DeliveryParts parts;
    private final PeerDirectory directory;
    private final RemovedPeerMail removedMail;
    private final Reroute reroute;
    private final HostTransport transport;
    private final HostHealth hosts;
    private final Bounces bounces;
    private final Map<PeerName, DestinationQueue> all = new ConcurrentHashMap<>();

    DestinationQueues(
            DeliveryParts parts,
            PeerDirectory directory,
            RemovedPeerMail removedMail,
            Reroute reroute,
            HostTransport transport,
            HostHealth hosts,
            Bounces bounces) {
        this.parts = parts;
        this.directory = directory;
        this.removedMail = removedMail;
        this.reroute = reroute;
        this.transport = transport;
        this.hosts = hosts;
        this.bounces = bounces;
    }

    static MailQueueName nameOf(PeerName name) {
        return MailQueueName.of(PREFIX + name);
    }

    /** Whose queue it is; empty: none of ours. */
    static Optional<PeerName> nameIn(MailQueueName queue) {
        String name = queue.asString();
        try {
            return name.startsWith(PREFIX)
                    ? Optional.of(new PeerName(name.substring(PREFIX.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    DestinationQueue of(PeerName name) {
        return of(name, () -> directory
                .current()
                .peer(name)
                .or(() -> removedMail.lastOf(name))
                .map(found -> HandoverTarget.of(found, parts.configuration()))
                .orElse(null));
    }

    DestinationQueue of(Gateway gateway) {
        return of(gateway.name(), () -> HandoverTarget.of(gateway));
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
                    queue.room().release();
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

    /** Takes no more mail out, waits for the tries under way of all queues together, then ends. */
    void stop() {
        all.values().forEach(DestinationQueue::stopTaking);
        long deadline = System.nanoTime() + TRIES_UNDER_WAY.toNanos();
        all.values().forEach(queue -> queue.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        all.values().forEach(queue -> queue.room().close());
    }

    /** @param destination as it is at each try; null: it is there no more, and its mail is looked up again */
    private DestinationQueue of(PeerName name, Supplier<@Nullable HandoverTarget> destination) {
        return all.computeIfAbsent(name, ignored -> {
            DestinationQueue queue =
                    new DestinationQueue(room(name), destination, parts, reroute, transport, hosts, bounces);
            queue.start();
            return queue;
        });
    }

    private WaitingRoom room(PeerName name) {
        try {
            return parts.room(nameOf(name), parts.configuration().connectionsPerHost());
        } catch (MessagingException e) {
            throw new IllegalStateException("The queue of " + name + " cannot be used: " + e.getMessage(), e);
        }
    }
}
