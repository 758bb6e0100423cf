// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.FormerPeers;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.peer.PeerStateListener;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
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
 * The mail on its way to peers and gateways, and the mail kept because its owner cannot be told: one queue per peer, named
 * {@code domain-sharing-<peer>}, one per gateway, {@code domain-sharing-gateway-<domain>}, and {@code
 * domain-sharing-undetermined}, all visible in WebAdmin. Shared by every
 * DomainSharingMailet; started by the first. Thread-safe; enqueuing blocks as James's queues do.
 */
@Singleton
public class PeerDelivery implements PeerStateListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerDelivery.class);
    private static final String QUEUE_PREFIX = "domain-sharing-";
    private final MailQueueFactory<?> queues;
    private final DNSService dns;
    private final DomainList domainList;
    private final Ownership ownership;
    private final Peers peers;
    private final FormerPeers formerPeers;
    private final Gateways gateways;
    private final NodeName node;
    private final DeliveryConfiguration configuration;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final Map<String, DestinationQueue> byDestination = new ConcurrentHashMap<>();
    /** Peers no more, whose queues are delivered to the hosts that they had. */
    private final Map<PeerName, Peer> leaving = new ConcurrentHashMap<>();

    private final Scheduler flusher = Schedulers.newSingle("domain-sharing-flush", true);
    private @Nullable Running running;
    private boolean stopped;

    /** What becomes of the mail that waits for a peer when that leaves. */
    public enum LeftMail {
        /** It goes back for a new look-up, with the age that it has. */
        REQUEUE,
        /** It still goes to the hosts that the peer has now. A restart forgets that, and sends it back. */
        KEEP
    }

    private record Running(
            String bounceProcessor,
            Bounces bounces,
            HostTransport transport,
            KeptQueue kept,
            MailQueue spool,
            NewLookup newLookup) {}

    @Inject
    public PeerDelivery(
            MailQueueFactory<?> queues,
            DNSService dns,
            DomainList domainList,
            Ownership ownership,
            Peers peers,
            FormerPeers formerPeers,
            Gateways gateways,
            NodeName node,
            DeliveryConfiguration configuration,
            Clock clock) {
        this.queues = queues;
        this.dns = dns;
        this.domainList = domainList;
        this.ownership = ownership;
        this.peers = peers;
        this.formerPeers = formerPeers;
        this.gateways = gateways;
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
                        "bounceProcessor is '" + bounceProcessor + "' here and '" + running.bounceProcessor()
                                + "' elsewhere: give every DomainSharingMailet and ShareListPosts the same");
            }
            return;
        }
        Bounces bounces = new Bounces(context, bounceProcessor, clock);
        RemoteDeliveryConfiguration james =
                new RemoteDeliveryConfiguration(new ClientConfig(configuration.remoteDelivery(), context), domainList);
        HostTransport transport = new HostTransport(new MailDelivrerToHost(james, context), dns, james.isSSLEnable());
        MailQueue keptQueue = queues.createQueue(MailQueueName.of(QUEUE_PREFIX + PeerBlock.RESERVED));
        warnWithoutDelays(keptQueue);
        MailQueue spool = queues.createQueue(MailQueueFactory.SPOOL);
        KeptQueue kept = new KeptQueue(keptQueue, spool, bounces, schedule, clock);
        running = new Running(bounceProcessor, bounces, transport, kept, spool, new NewLookup(spool, node, ownership));
        kept.start();
        peers.all().forEach(peer -> queueOf(peer.name()));
        gateways.all().forEach(this::queueOf);
        for (PeerName former : formerPeers.formerNames()) {
            serveFormer(former);
        }
    }

    Bounces bounces() {
        return running().bounces();
    }

    /** Whether mail for that peer has somewhere to go: a cached owner may have left the configuration. */
    boolean serves(PeerName name) {
        return peers.named(name).isPresent();
    }

    /**
     * Takes over a mail of its own, traced already, for a peer. If that leaves meanwhile, the mail is looked up again; so are,
     * unless {@link Notes#markLastWay} says otherwise, the recipients that the peer does not know.
     */
    void handOver(Mail mail, PeerName name) throws MessagingException {
        queueOf(name).add(mail);
    }

    /** The same for a gateway. */
    void handOver(Mail mail, Gateway gateway) throws MessagingException {
        queueOf(gateway).add(mail);
    }

    void keep(Mail mail, String doubts) throws MessagingException {
        running().kept().keep(mail, doubts);
    }

    /** Takes over a mail of its own that begins anew at the top of the processor that its state names. */
    void spool(Mail mail) throws MessagingException {
        running().spool().enQueue(mail);
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

    /** Says what becomes of the mail that waits for a peer which is about to leave. Without effect as long as it is there. */
    public void leaves(Peer peer, LeftMail mail) {
        if (mail == LeftMail.KEEP) {
            leaving.put(peer.name(), peer);
        } else {
            leaving.remove(peer.name());
        }
    }

    /** A peer is there no more, and what was said of its mail comes true. */
    public void left(PeerName name) {
        DestinationQueue queue = byDestination.get(name.value());
        try {
            long waiting = queue == null ? 0 : sizeOf(queue.queue());
            Peer last = leaving.get(name);
            if (last != null) {
                LOGGER.info("Peer {} is removed: {} mails in its queue still go to {}", name, waiting, last.smtp());
                return;
            }
            LOGGER.info("Peer {} is removed: {} mails in its queue go back for a new look-up", name, waiting);
            if (queue != null) {
                flush(queue.queue());
            }
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("Peer {} is removed: its mail goes back for a new look-up at its next try only", name, e);
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

    // Mail that was left behind by a peer or a gateway taken out of the file; an empty queue of that name is forgotten.
    private void serveFormer(PeerName name) throws MessagingException {
        MailQueue queue = queues.createQueue(MailQueueName.of(QUEUE_PREFIX + name));
        // Not closed: James's memory queue would lose its mail.
        if (queue instanceof ManageableMailQueue manageable && manageable.getSize() == 0) {
            formerPeers.forgetFormer(name);
            return;
        }
        DestinationQueue left = queueOf(name);
        LOGGER.warn(
                "{} is no peer or gateway any more: {} mails in its queue go back for a new look-up",
                name,
                sizeOf(left.queue()));
        flush(left.queue());
    }

    private DestinationQueue queueOf(PeerName name) {
        return queueOf(name.value(), () -> {
            Optional<Peer> peer = peers.named(name);
            return peer.or(() -> Optional.ofNullable(leaving.get(name)))
                    .map(found -> Destination.of(found, configuration))
                    .orElse(null);
        });
    }

    private DestinationQueue queueOf(Gateway gateway) {
        return queueOf(gateway.name().value(), () -> Destination.of(gateway));
    }

    /**
     * The queue of that name, made and served from its first use on.
     *
     * @param destination as it is at each try; null: it is there no more, and its mail is looked up again
     */
    private DestinationQueue queueOf(String queueName, Supplier<@Nullable Destination> destination) {
        return byDestination.computeIfAbsent(queueName, name -> {
            DestinationQueue queue = new DestinationQueue(
                    queues.createQueue(
                            MailQueueName.of(QUEUE_PREFIX + name),
                            MailQueueFactory.prefetchCount(configuration.connectionsPerHost())),
                    destination,
                    running().newLookup(),
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

    /** How much mail waits for a peer or a gateway. */
    public long waiting(PeerName name) throws MessagingException {
        DestinationQueue queue = byDestination.get(name.value());
        return queue == null ? 0 : sizeOf(queue.queue());
    }

    private static long sizeOf(MailQueue queue) throws MessagingException {
        return queue instanceof ManageableMailQueue manageable ? manageable.getSize() : 0;
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
