// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.EXAMPLE_COM;
import static io.domainsharing.mailets.delivery.Nodes.PARIS;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.DeliverByMx;
import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.list.SecondCopies;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.transport.MxPrecedence;
import io.domainsharing.mailets.waiting.QueueRooms;
import io.domainsharing.mailets.waiting.WaitingRooms;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.list.SeenCopies;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.metric.Figures;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.prometheus.client.CollectorRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.jspecify.annotations.Nullable;

/** The mailet at node paris with James's memory queues under it, peers on loopback, and a clock that the test moves. */
public final class Bench implements AutoCloseable {
    public final InMemoryOwnership ownership = new InMemoryOwnership();
    public final InMemoryPeers peers;
    public final FakeMailContext context = FakeMailContext.defaultContext();
    private volatile @Nullable Exception spoolFailure;
    public final MovedClock clock = new MovedClock();
    public final MailQueueFactory<? extends ManageableMailQueue> queues;
    /** What the queues keep, for mailets that are made from now on. */
    public volatile QueuedAddresses queued = QueuedAddresses.ANY;
    /** Peers of before, whose queues may hold mail. */
    public final Set<PeerName> removed = ConcurrentHashMap.newKeySet();

    public final SecondCopies secondCopies = new SecondCopies(
            SeenCopies.inMemory(clock, Duration.ofDays(10)), EXAMPLE_COM, new ListsConfiguration(true));

    public final TraceKey key = TraceKey.random();
    /** Where addresses lead here; nowhere but to themselves unless the test says so. */
    public volatile LocalLists lists = (address, byCatchAll) -> new LocalLists.Reach(Set.of(), Set.of(address));

    public final CollectorRegistry counted = new CollectorRegistry();
    private final PeerMetrics peerMetrics = new PeerMetrics(counted);
    private final DeliveryMetrics metrics = new DeliveryMetrics(counted, peerMetrics);
    private final Gateways gateways;
    public final PeerDelivery delivery;

    public Bench(DeliveryConfiguration configuration, Peer... peers) {
        this(configuration, new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()), peers);
    }

    public Bench(
            DeliveryConfiguration configuration,
            MailQueueFactory<? extends ManageableMailQueue> queues,
            Peer... peers) {
        this(configuration, queues, Gateways.NONE, peers);
    }

    public Bench(
            DeliveryConfiguration configuration,
            MailQueueFactory<? extends ManageableMailQueue> queues,
            Gateways gateways,
            Peer... peers) {
        this(configuration, queues, new QueueRooms(queues), gateways, peers);
    }

    /** With rooms of the test's choice. */
    public Bench(
            DeliveryConfiguration configuration,
            MailQueueFactory<? extends ManageableMailQueue> queues,
            WaitingRooms rooms,
            Gateways gateways,
            Peer... peers) {
        this.queues = queues;
        this.gateways = gateways;
        this.peers = new InMemoryPeers(gateways.all(), peers);
        this.peerMetrics.retain(Arrays.stream(peers).map(Peer::name).toList());
        this.delivery = new PeerDelivery(
                new DeliveryParts(
                        queues,
                        rooms,
                        new MxPrecedence(new LoopbackDns(), MailDns.OFF),
                        new Capabilities(clock, System::nanoTime),
                        PARIS,
                        configuration,
                        metrics,
                        clock),
                ownership,
                this.peers.directory(),
                removedPeers(),
                new Lifecycle());
    }

    /** As after the removal of every peer. */
    void forgetMetricsOfPeers() {
        peerMetrics.retain(List.of());
    }

    /** What one of our counters, as {@link Figures} writes it, has come to. */
    public double count(String name) {
        return Objects.requireNonNull(figure(name), name);
    }

    /** What one of our metrics shows; null: it is not there. */
    public @Nullable Double figure(String name) {
        return Figures.of(counted).get(name);
    }

    public DomainSharingMailet mailet() throws MessagingException {
        return mailet("bounces");
    }

    public DomainSharingMailet mailet(String bounceProcessor) throws MessagingException {
        DomainSharingMailet mailet = new DomainSharingMailet(
                ownership,
                EXAMPLE_COM,
                guard(),
                new LookupConfiguration(Duration.ofMillis(100), 1, Duration.ofMillis(100), null),
                delivery,
                gateways,
                secondCopies,
                queued);
        mailet.init(FakeMailetConfig.builder()
                .mailetContext(spool())
                .setProperty("bounceProcessor", bounceProcessor)
                .build());
        return mailet;
    }

    /** To a host of its own for all domains; with a bounce processor, or without one. */
    public DeliverByMx deliverByMx(HostAndPort gateway, @Nullable String bounceProcessor) throws MessagingException {
        DeliverByMx mailet = new DeliverByMx(
                new MxPrecedence(new LoopbackDns(), MailDns.OFF),
                NO_DOMAINS,
                queues,
                queued,
                new RecordingMetricFactory(),
                metrics,
                clock);
        FakeMailetConfig.Builder config = FakeMailetConfig.builder()
                .mailetContext(spool())
                .setProperty("outgoing", "outgoing")
                .setProperty("heloName", "paris.example.net")
                .setProperty("gateway", gateway.toString());
        if (bounceProcessor != null) {
            config.setProperty("bounceProcessor", bounceProcessor);
        }
        mailet.init(config.build());
        return mailet;
    }

    /** The line of this server in {@link Mails#message} when it has handed that over to tokyo for these. */
    public String ownLine(String... recipients) throws MessagingException {
        return guard().firstLine(mail("s@elsewhere.example", recipients), TOKYO) + "\r\n";
    }

    public LoopGuard guard() {
        return new LoopGuard(
                key,
                new Arrivals((address, byCatchAll) -> lists.reachOf(address, byCatchAll), EXAMPLE_COM, ownership),
                PARIS);
    }

    private RemovedPeers removedPeers() {
        return new RemovedPeers() {
            @Override
            public Set<PeerName> removedNames() {
                return Set.copyOf(removed);
            }

            @Override
            public void forgetRemoved(PeerName name) {
                removed.remove(name);
            }
        };
    }

    /** Whether James's spool takes mail from mailets. */
    public void refuseSpooling(boolean refuse) {
        spoolFailure = refuse ? new MessagingException("the spool is full") : null;
    }

    /** As queues do that are not James's own. */
    public void failSpooling(RuntimeException failure) {
        spoolFailure = failure;
    }

    /** James's spool, on a server whose domain is example.com. */
    public MailetContext spool() {
        return (MailetContext) Proxy.newProxyInstance(
                Bench.class.getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    Exception failure = spoolFailure;
                    if (failure != null && method.getName().equals("sendMail")) {
                        throw failure;
                    }
                    return method.getName().equals("isLocalServer")
                            ? EXAMPLE_COM.contains((Domain) arguments[0])
                            : method.invoke(context, arguments);
                });
    }

    public List<Mail> queued(String queue) throws MessagingException {
        List<Mail> mails = new ArrayList<>();
        queues.createQueue(MailQueueName.of(queue)).browse().forEachRemaining(item -> mails.add(item.getMail()));
        return mails;
    }

    @Override
    public void close() {
        delivery.close();
    }

    private static final DomainList NO_DOMAINS = (DomainList) Proxy.newProxyInstance(
            Bench.class.getClassLoader(), new Class<?>[] {DomainList.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
}
