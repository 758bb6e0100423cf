// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.transport.HandoverWarnings;
import io.domainsharing.mailets.transport.HostHealth;
import io.domainsharing.mailets.transport.HostTransport;
import io.domainsharing.mailets.transport.RetrySchedule;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.peer.PeerStateListener;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import io.domainsharing.smtpclient.SmtpDelivery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.jspecify.annotations.Nullable;

/**
 * The mail on its way to peers and gateways, and the mail kept because its owner cannot be told: one queue per peer, named
 * {@code domain-sharing-<peer>}, one per gateway, {@code domain-sharing-gateway-<domain>}, and {@code
 * domain-sharing-undetermined}, all visible in WebAdmin. Shared by every
 * DomainSharingMailet; started by the first. Thread-safe; enqueuing blocks as James's queues do.
 */
@Singleton
public class PeerDelivery implements WaitingMail, PeerStateListener, PeerChangeListener, AutoCloseable {
    private final DeliveryParts parts;
    private final Ownership ownership;
    private final PeerDirectory directory;
    private final RemovedPeers removedPeers;
    private final Lifecycle lifecycle;
    private final RemovedPeerMail removedMail = new RemovedPeerMail();
    private final Flusher flusher;

    private @Nullable Running running;
    private boolean stopped;

    private record Running(
            String bounceProcessor,
            SmtpDelivery client,
            Bounces bounces,
            DestinationQueues destinations,
            UndeterminedQueue kept,
            MailQueue spool,
            WaitingCount waiting,
            HostProbes probes) {}

    @Inject
    PeerDelivery(
            DeliveryParts parts,
            Ownership ownership,
            PeerDirectory directory,
            RemovedPeers removedPeers,
            Lifecycle lifecycle) {
        this.parts = parts;
        this.ownership = ownership;
        this.directory = directory;
        this.removedPeers = removedPeers;
        this.lifecycle = lifecycle;
        this.flusher = new Flusher(directory);
        directory.addListener(this);
    }

    /** The queues of all peers are served from here on, so that mail of before a restart leaves. Later calls change nothing. */
    public void start(MailetContext context, String bounceProcessor) throws MessagingException {
        lifecycle.start();
        startQueues(context, bounceProcessor);
    }

    private synchronized void startQueues(MailetContext context, String bounceProcessor) throws MessagingException {
        if (running != null) {
            if (!running.bounceProcessor().equals(bounceProcessor)) {
                throw new MessagingException(
                        "bounceProcessor is '" + bounceProcessor + "' here and '" + running.bounceProcessor()
                                + "' elsewhere: give every DomainSharingMailet and ShareListPosts the same");
            }
            return;
        }
        RetrySchedule schedule = parts.schedule();
        Bounces bounces = new Bounces(context, bounceProcessor, parts.clock(), parts.metrics());
        HostHealth hosts = new HostHealth(
                schedule,
                System::nanoTime,
                parts.clock(),
                host -> flusher.once(host, () -> running().destinations().returned(host)));
        SmtpDelivery client =
                SmtpDelivery.create(parts.configuration().handover().client(), parts.capabilities());
        HostTransport transport = new HostTransport(
                client, parts.dns(), parts.configuration().handover(), hosts, new HandoverWarnings(parts.clock()));
        WaitingRoom keptRoom = parts.room(DestinationQueues.nameOf(PeerBlock.RESERVED), UndeterminedQueue.AT_ONCE);
        MailQueue spool = parts.queues().createQueue(MailQueueFactory.SPOOL);
        UndeterminedQueue kept =
                new UndeterminedQueue(keptRoom, spool, bounces, schedule, parts.clock(), parts.node(), parts.metrics());
        DestinationQueues destinations = new DestinationQueues(
                parts, directory, removedMail, new Reroute(spool, ownership), transport, hosts, bounces);
        WaitingCount waiting = new WaitingCount(destinations::all, kept, System::nanoTime);
        HostProbes probes = new HostProbes(destinations::all, hosts, transport);
        running = new Running(bounceProcessor, client, bounces, destinations, kept, spool, waiting, probes);
        kept.start();
        PeerSet served = directory.current();
        for (Peer peer : served.peers()) {
            destinations.of(peer.name());
        }
        for (Gateway gateway : served.gateways()) {
            destinations.of(gateway);
        }
        leftOver().serve(destinations);
        waiting.showIn(parts.metrics());
        probes.start();
    }

    public Bounces bounces() {
        return running().bounces();
    }

    /** Whether mail for that peer has somewhere to go: a cached owner may be removed. */
    public boolean serves(PeerName name) {
        return directory.current().peer(name).isPresent();
    }

    /**
     * Takes over a mail of its own, traced already, for a peer. If that leaves meanwhile, the mail is looked up again; so are,
     * unless {@link MailAttributes#markLastWay} says otherwise, the recipients that the peer does not know.
     */
    public void handOver(Mail mail, PeerName name) throws MessagingException {
        running().destinations().of(name).add(mail);
        parts.metrics().handedOver(mail.getRecipients().size());
    }

    /** The same for a gateway. */
    public void handOver(Mail mail, Gateway gateway) throws MessagingException {
        running().destinations().of(gateway).add(mail);
        parts.metrics().handedOver(mail.getRecipients().size());
    }

    public void keep(Mail mail, String missingAnswers) throws MessagingException {
        running().kept().keep(mail, missingAnswers);
    }

    /** Takes over a mail of its own that begins anew at the top of the processor that its state names. */
    public void spool(Mail mail) throws MessagingException {
        running().spool().enQueue(mail);
    }

    @Override
    public void flush(PeerName name) throws MessagingException {
        DestinationQueue queue = queueOf(name);
        if (queue != null) {
            queue.retryNow();
        }
        flushUndetermined();
    }

    private void flushUndetermined() throws MessagingException {
        Running now = currently();
        if (now != null) {
            now.kept().release();
        }
    }

    // Before, so that no attempt of the moment between sends back what is to be kept.
    @Override
    public void beforeSwap(PeerChange change) {
        change.removed().forEach(name -> change.removed(name)
                .ifPresent(peer -> removedMail.announce(peer, change.removedMail())));
    }

    /** The mail of one that is added or changed may go another way now, and it may know the owner of undetermined mail. */
    @Override
    public void afterSwap(PeerChange change) {
        change.added().forEach(this::onReturn);
        change.changed().forEach(this::onReturn);
        change.removed()
                .forEach(name -> flusher.run("The mail of the removed peer " + name, () -> {
                    DestinationQueue queue = queueOf(name);
                    removedMail.settle(name, queue == null ? null : queue.room());
                }));
        Running now = currently();
        Set<PeerName> gone = now == null ? Set.of() : change.gone();
        gone.forEach(
                name -> flusher.run("The mail of " + name + ", which is in no node's file any more", () -> leftOver()
                        .serve(name, running().destinations())));
        if (!change.determined().isEmpty() || !change.gone().isEmpty()) {
            flusher.run("The undetermined mail of those who are known now", this::flushUndetermined);
        }
    }

    /** {@inheritDoc} Its mail, and the mail that it may know the owner of, leaves at once. */
    @Override
    public void onReturn(PeerName peer) {
        flusher.run("The mail for " + peer + ", which is back,", () -> flush(peer));
    }

    /**
     * Stops every thread; mail stays in the queues, as far as they outlive the process. James calls it before it closes its queues,
     * which is before everything else of ours is closed: a try under way must still be able to tell its queue. Idempotent.
     */
    @Override
    @PreDestroy
    public void close() {
        Running ended;
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            ended = running;
        }
        flusher.close();
        // Not under the lock: whoever has mail to hand over meanwhile does not wait for the tries under way.
        if (ended != null) {
            ended.waiting().stop();
            ended.probes().close();
            ended.destinations().stop();
            ended.client().close();
            ended.kept().stop();
            ended.kept().room().close();
        }
    }

    private LeftOverQueues leftOver() {
        return new LeftOverQueues(parts, removedPeers, removedMail, directory);
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

    @Override
    public HeldMail held(PeerName name) {
        DestinationQueue queue = queueOf(name);
        return queue == null ? HeldMail.NONE : queue.held();
    }

    @Override
    public OptionalLong undetermined() {
        Running now = currently();
        Long count = now == null ? Long.valueOf(0) : now.kept().count();
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    @Override
    public String undeterminedQueue() {
        return DestinationQueues.nameOf(PeerBlock.RESERVED).asString();
    }

    @Override
    public Optional<QueuedMail.Page> mails(PeerName name, @Nullable String after, int limit) throws MessagingException {
        OrderedQueue queue = orderedQueue(name);
        return queue == null ? Optional.of(new QueuedMail.Page(List.of(), null)) : queue.mails(after, limit);
    }

    @Override
    public MailOrder.Outcome order(PeerName name, String mail, MailOrder order) throws MessagingException {
        OrderedQueue queue = orderedQueue(name);
        return queue == null ? MailOrder.Outcome.NO_SUCH_MAIL : queue.order(mail, order);
    }

    private @Nullable OrderedQueue orderedQueue(PeerName name) {
        Running now = currently();
        return now != null && name.equals(UNDETERMINED) ? now.kept() : queueOf(name);
    }

    /** The queue of a peer or a gateway; null: it is not served. */
    @Nullable
    DestinationQueue queueOf(PeerName name) {
        Running now = currently();
        return now == null ? null : now.destinations().existing(name);
    }
}
