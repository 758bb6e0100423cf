// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.peer.PeerStateListener;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.transport.mailets.remote.delivery.MailDelivrerToHost;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The mail on its way to peers, and the mail kept because its owner cannot be told: one queue per peer, named {@code
 * domain-sharing-<peer>}, and {@code domain-sharing-undetermined}, all visible in WebAdmin. Shared by every
 * DomainSharingMailet; started by the first. Thread-safe; enqueuing blocks as James's queues do.
 */
@Singleton
public class PeerDelivery implements PeerStateListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerDelivery.class);
    private static final String QUEUE_PREFIX = "domain-sharing-";
    /** Names the queue of mail whose owner cannot be told, hence no peer. */
    private static final PeerName RESERVED = new PeerName("undetermined");

    private final MailQueueFactory<?> queues;
    private final DNSService dns;
    private final DomainList domainList;
    private final Peers peers;
    private final NodeName node;
    private final DeliveryConfiguration configuration;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final Map<String, DestinationQueue> byDestination = new ConcurrentHashMap<>();
    private final Scheduler flusher = Schedulers.newSingle("domain-sharing-flush", true);
    private @Nullable Running running;
    private boolean stopped;

    private record Running(String bounceProcessor, Bounces bounces, HostTransport transport, KeptQueue kept) {}

    @Inject
    public PeerDelivery(
            MailQueueFactory<?> queues,
            DNSService dns,
            DomainList domainList,
            Peers peers,
            NodeName node,
            DeliveryConfiguration configuration,
            Clock clock) {
        this.queues = queues;
        this.dns = dns;
        this.domainList = domainList;
        this.peers = peers;
        this.node = node;
        this.configuration = configuration;
        this.schedule = RetrySchedule.parse(configuration.delayTime(), configuration.expiry());
        this.clock = clock;
    }

    /** The queues of all peers are served from here on, so that mail of before a restart leaves. Later calls change nothing. */
    synchronized void start(MailetContext context, String bounceProcessor) throws MessagingException {
        if (running != null) {
            if (!running.bounceProcessor().equals(bounceProcessor)) {
                throw new MessagingException(
                        "bounceProcessor of DomainSharingMailet is '" + bounceProcessor + "' here and '"
                                + running.bounceProcessor() + "' elsewhere: give every DomainSharingMailet the same");
            }
            return;
        }
        if (peers.named(RESERVED).isPresent()) {
            throw new MessagingException(
                    "A peer is named '" + RESERVED + "', which names a queue: give it another name");
        }
        Bounces bounces = new Bounces(context, bounceProcessor, clock);
        RemoteDeliveryConfiguration james =
                new RemoteDeliveryConfiguration(new ClientConfig(configuration.remoteDelivery(), context), domainList);
        HostTransport transport = new HostTransport(new MailDelivrerToHost(james, context), dns, james.isSSLEnable());
        MailQueue keptQueue = queues.createQueue(MailQueueName.of(QUEUE_PREFIX + RESERVED));
        warnWithoutDelays(keptQueue);
        KeptQueue kept = new KeptQueue(keptQueue, queues.createQueue(MailQueueFactory.SPOOL), bounces, schedule, clock);
        running = new Running(bounceProcessor, bounces, transport, kept);
        kept.start();
        peers.all().forEach(peer -> queueOf(destination(peer)));
    }

    Bounces bounces() {
        return running().bounces();
    }

    /** Whether mail for that peer has somewhere to go: a cached owner may have left the configuration. */
    boolean serves(PeerName name) {
        return !name.equals(RESERVED) && peers.named(name).isPresent();
    }

    /** Takes over a mail of its own, traced already, for a peer that is served. */
    void handOver(Mail mail, PeerName name) throws MessagingException {
        Peer peer = peers.named(name).orElseThrow(() -> new MessagingException("there is no peer " + name));
        queueOf(destination(peer)).add(mail);
    }

    void keep(Mail mail, String doubts) throws MessagingException {
        running().kept().keep(mail, doubts);
    }

    /**
     * Brings the mail for a peer forward, and the mail whose owner nobody could tell, as that peer may now say. For a peer
     * that came back, and for the operator. Uses up no retries.
     */
    public void flush(PeerName name) throws MessagingException {
        DestinationQueue queue = byDestination.get(name.value());
        if (queue != null) {
            flush(queue.queue());
        }
        Running now = currently();
        if (now != null) {
            flush(now.kept().queue());
        }
    }

    /** {@inheritDoc} Its mail, and the mail that it may know the owner of, leaves at once. */
    @Override
    public void onReturn(PeerName peer) {
        flusher.schedule(() -> {
            try {
                flush(peer);
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("The mail for {}, which is back, waits for its next try", peer, e);
            }
        });
    }

    /** Stops every thread; mail stays in the queues, as far as they outlive the process. */
    @PreDestroy
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        flusher.dispose();
        byDestination.values().forEach(DestinationQueue::stop);
        byDestination.values().forEach(queue -> close(queue.queue()));
        if (running != null) {
            running.kept().stop();
            close(running.kept().queue());
        }
    }

    /** The peer as it is configured at each try, or as it last was. */
    private Supplier<Destination> destination(Peer peer) {
        return () -> Destination.of(peers.named(peer.name()).orElse(peer));
    }

    /** The queue of a destination, made and served from its first use on. */
    private DestinationQueue queueOf(Supplier<Destination> destination) {
        return byDestination.computeIfAbsent(destination.get().queue(), name -> {
            DestinationQueue queue = new DestinationQueue(
                    queues.createQueue(
                            MailQueueName.of(QUEUE_PREFIX + name),
                            MailQueueFactory.prefetchCount(configuration.connectionsPerHost())),
                    destination,
                    node,
                    running().transport(),
                    running().bounces(),
                    schedule,
                    clock,
                    configuration.connectionsPerHost());
            queue.start();
            return queue;
        });
    }

    private Running running() {
        Running now = currently();
        if (now == null) {
            throw new IllegalStateException("no DomainSharingMailet has been initialised");
        }
        return now;
    }

    private synchronized @Nullable Running currently() {
        return running;
    }

    private static void flush(MailQueue queue) throws MessagingException {
        if (queue instanceof ManageableMailQueue manageable) {
            manageable.flush();
        }
    }

    private static void close(MailQueue queue) {
        try {
            queue.close();
        } catch (IOException e) {
            LOGGER.warn("The queue {} cannot be closed", queue.getName().asString(), e);
        }
    }

    private static void warnWithoutDelays(MailQueue queue) {
        if (queue.getClass().getSimpleName().startsWith("RabbitMQ")) {
            LOGGER.warn(
                    "James's RabbitMQ queues know no delays: mail for a peer that is down is tried again without pause."
                            + " Domain Sharing does not support them");
        }
    }
}
