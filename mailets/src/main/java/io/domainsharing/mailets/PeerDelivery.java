// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
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
import io.domainsharing.smtpclient.SmtpDelivery;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
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
    /** The queue of the mail whose owner nobody could tell. */
    public static final String UNDETERMINED =
            DestinationQueues.nameOf(PeerBlock.RESERVED).asString();

    private static final Logger LOGGER = LoggerFactory.getLogger(PeerDelivery.class);
    private final MailQueueFactory<?> queues;
    private final MxPrecedence dns;
    private final Ownership ownership;
    private final Peers peers;
    private final FormerPeers formerPeers;
    private final Gateways gateways;
    private final NodeName node;
    private final DeliveryConfiguration configuration;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final DeliveryMetrics metrics;
    private final DepartedPeers departed = new DepartedPeers();
    private final Scheduler flusher = Schedulers.newSingle("domain-sharing-flush", true);
    /** Hosts that are back and whose mail is about to be brought forward. */
    private final Set<HostAndPort> returning = ConcurrentHashMap.newKeySet();

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
            SmtpDelivery client,
            Bounces bounces,
            DestinationQueues destinations,
            KeptQueue kept,
            MailQueue spool,
            WaitingCount waiting) {}

    @Inject
    public PeerDelivery(
            MailQueueFactory<?> queues,
            MxPrecedence dns,
            Ownership ownership,
            Peers peers,
            FormerPeers formerPeers,
            Gateways gateways,
            NodeName node,
            DeliveryConfiguration configuration,
            DeliveryMetrics metrics,
            Clock clock) {
        this.queues = queues;
        this.dns = dns;
        this.ownership = ownership;
        this.peers = peers;
        this.formerPeers = formerPeers;
        this.gateways = gateways;
        this.node = node;
        this.configuration = configuration;
        this.schedule = RetrySchedule.parse(configuration.delayTime(), configuration.expiry());
        this.clock = clock;
        this.metrics = metrics;
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
        Bounces bounces = new Bounces(context, bounceProcessor, clock, metrics);
        Hosts hosts = new Hosts(schedule, System::nanoTime, clock, this::onReturn);
        SmtpDelivery client = SmtpDelivery.create(configuration.handover().client());
        HostTransport transport =
                new HostTransport(client, dns, configuration.handover(), hosts, new HandoverWarnings(clock));
        MailQueue keptQueue = queues.createQueue(DestinationQueues.nameOf(PeerBlock.RESERVED));
        new WaitingMail(keptQueue).warnWithoutDelays();
        MailQueue spool = queues.createQueue(MailQueueFactory.SPOOL);
        KeptQueue kept = new KeptQueue(keptQueue, spool, bounces, schedule, clock, metrics);
        DestinationQueues destinations = new DestinationQueues(
                queues,
                peers,
                departed,
                node,
                configuration,
                schedule,
                clock,
                new NewLookup(spool, ownership),
                transport,
                hosts,
                bounces,
                metrics);
        WaitingCount waiting = new WaitingCount(destinations::all, kept, System::nanoTime);
        running = new Running(bounceProcessor, client, bounces, destinations, kept, spool, waiting);
        kept.start();
        peers.all().forEach(peer -> destinations.of(peer.name()));
        gateways.all().forEach(destinations::of);
        for (PeerName former : formerPeers.formerNames()) {
            serveFormer(former, destinations);
        }
        waiting.showIn(metrics);
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
        running().destinations().of(name).add(mail);
        metrics.handedOver(mail.getRecipients().size());
    }

    /** The same for a gateway. */
    void handOver(Mail mail, Gateway gateway) throws MessagingException {
        running().destinations().of(gateway).add(mail);
        metrics.handedOver(mail.getRecipients().size());
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
        DestinationQueue queue = queueOf(name);
        if (queue != null) {
            queue.bringForward();
        }
        Running now = currently();
        if (now != null) {
            now.kept().waiting().flush();
        }
    }

    /** Says what becomes of the mail that waits for a peer which is about to leave. Without effect as long as it is there. */
    public void leaves(Peer peer, LeftMail mail) {
        departed.leaves(peer, mail);
    }

    /** A peer is there no more, and what was said of its mail comes true. */
    public void left(PeerName name) {
        DestinationQueue queue = queueOf(name);
        departed.left(name, queue == null ? null : queue.waiting());
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
        if (running != null) {
            running.waiting().stop();
            running.destinations().stop();
            running.client().close();
            running.kept().stop();
            running.kept().waiting().close();
        }
    }

    // Mail that was left behind by a peer or a gateway taken out of the file; an empty queue of that name is forgotten.
    private void serveFormer(PeerName name, DestinationQueues destinations) throws MessagingException {
        // Not closed: James's memory queue would lose its mail.
        if (new WaitingMail(queues.createQueue(DestinationQueues.nameOf(name))).isNone()) {
            formerPeers.forgetFormer(name);
        } else {
            departed.sendBack(name, destinations.of(name).waiting());
        }
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

    /** The mail that waits for a peer or a gateway, as of a moment ago. */
    public HeldMail held(PeerName name) {
        DestinationQueue queue = queueOf(name);
        return queue == null ? HeldMail.NONE : queue.held();
    }

    /** How many messages waited a moment ago because nobody could tell their owner; empty where James's queue cannot tell. */
    public OptionalLong undetermined() {
        Running now = currently();
        Long count = now == null ? Long.valueOf(0) : now.kept().count();
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** The queue of a peer or a gateway; null: it is not served. */
    @Nullable
    DestinationQueue queueOf(PeerName name) {
        Running now = currently();
        return now == null ? null : now.destinations().existing(name);
    }

    // On whose thread a mail has found it back: that one has mail to deliver.
    private void onReturn(HostAndPort host) {
        if (!returning.add(host)) {
            return;
        }
        try {
            flusher.schedule(() -> {
                // Before: who comes back during the flush is flushed once more.
                returning.remove(host);
                running().destinations().returned(host);
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("This server is stopping: the mail for {} is tried after its next start", host);
        }
    }
}
