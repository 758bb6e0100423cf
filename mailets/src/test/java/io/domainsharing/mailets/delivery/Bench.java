// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.ownership.Addresses.address;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.codahale.metrics.MetricRegistry;
import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.DeliverByMx;
import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.list.SecondCopies;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.transport.MxPrecedence;
import io.domainsharing.message.MessageOctets;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.HandoverConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.list.SeenCopies;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.jspecify.annotations.Nullable;

/** The mailet at node paris with James's memory queues under it, peers on loopback, and a clock that the test moves. */
public final class Bench implements AutoCloseable {
    public static final PeerName TOKYO = new PeerName("tokyo");
    public static final PeerName AUSTIN = new PeerName("austin");
    public static final NodeName PARIS = new NodeName("paris");
    public static final SharedDomains EXAMPLE_COM = Domain.of("example.com")::equals;
    public static final HandoverConfiguration HANDOVER =
            HandoverConfiguration.DEFAULT.withHeloName("paris.example.net");
    /** Waits are real and short, ages are of the moved clock. */
    public static final DeliveryConfiguration QUICK = delivery("20 msec", 50);

    public static final Verdict ON_TOKYO = new Verdict.OnPeer(TOKYO, Verdict.Source.ASKED);
    public static final Verdict ON_AUSTIN = new Verdict.OnPeer(AUSTIN, Verdict.Source.CACHE);
    public static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    public static final Verdict NOBODY = new Verdict.Nobody();
    public static final Verdict UNDETERMINED =
            new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("tokyo", "no answer within 1 s", false)));

    public final InMemoryOwnership ownership = new InMemoryOwnership();
    public final InMemoryPeers peers;
    public final FakeMailContext context = FakeMailContext.defaultContext();
    private volatile @Nullable Exception spoolFailure;
    public final MovedClock clock = new MovedClock();
    public final MailQueueFactory<? extends ManageableMailQueue> queues;
    /** Peers of before, whose queues may hold mail. */
    public final Set<PeerName> removed = ConcurrentHashMap.newKeySet();

    public final SecondCopies secondCopies = new SecondCopies(
            SeenCopies.inMemory(clock, Duration.ofDays(10)), EXAMPLE_COM, new ListsConfiguration(true));

    public final TraceKey key = TraceKey.random();
    /** Where addresses lead here; nowhere but to themselves unless the test says so. */
    public volatile LocalLists lists = (address, byCatchAll) -> new LocalLists.Reach(Set.of(), Set.of(address));

    public final MetricRegistry counted = new MetricRegistry();
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
        this.queues = queues;
        this.gateways = gateways;
        this.peers = new InMemoryPeers(gateways.all(), peers);
        this.delivery = new PeerDelivery(
                new DeliveryParts(
                        queues,
                        new MxPrecedence(new Loopback(), MailDns.OFF),
                        PARIS,
                        configuration,
                        new DeliveryMetrics(counted, peerMetrics(peers)),
                        clock),
                ownership,
                this.peers.directory(),
                removedPeers(),
                new Lifecycle());
    }

    private PeerMetrics peerMetrics(Peer... peers) {
        PeerMetrics metrics = new PeerMetrics(counted);
        metrics.retain(Arrays.stream(peers).map(Peer::name).toList());
        return metrics;
    }

    /** What one of our counters has come to. */
    public long count(String name) {
        return Objects.requireNonNull(counted.getMeters().get("domainSharing." + name))
                .getCount();
    }

    /** What one of our gauges shows; null: it does not know. */
    @Nullable
    public Object gauge(String name) {
        return Objects.requireNonNull(counted.getGauges().get("domainSharing." + name))
                .getValue();
    }

    public static DeliveryConfiguration delivery(String delayTime, int connections) {
        return new DeliveryConfiguration(delayTime, Duration.ofDays(5), connections, null, false, HANDOVER);
    }

    /** {@link #QUICK} with a smart host. */
    public static DeliveryConfiguration withSmartHost(HostAndPort smartHost, boolean onError) {
        return new DeliveryConfiguration(
                QUICK.delayTime(), QUICK.expiry(), QUICK.connectionsPerHost(), smartHost, onError, QUICK.handover());
    }

    public static Peer peer(PeerName name, HostAndPort... smtp) {
        return new Peer(name, List.of(smtp), LookupMethod.MINGER, 4069, null, List.of(), Set.of());
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
                secondCopies);
        mailet.init(FakeMailetConfig.builder()
                .mailetContext(spool())
                .setProperty("bounceProcessor", bounceProcessor)
                .build());
        return mailet;
    }

    /** To a host of its own for all domains; with a bounce processor, or without one. */
    public DeliverByMx deliverByMx(HostAndPort gateway, @Nullable String bounceProcessor) throws MessagingException {
        DeliverByMx mailet = new DeliverByMx(
                new MxPrecedence(new Loopback(), MailDns.OFF),
                NO_DOMAINS,
                queues,
                new RecordingMetricFactory(),
                new DeliveryMetrics(counted, peerMetrics()),
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

    /** The line of this server in {@link #message} when it has handed that over to tokyo for these. */
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

    public static MailImpl mail(String sender, String... recipients) throws MessagingException {
        return mail(message("Subject: hello\r\n"), sender, recipients);
    }

    public static MailImpl mail(MimeMessage message, String sender, String... recipients) throws MessagingException {
        return MailImpl.builder()
                .name("mail1")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipients(addresses(recipients))
                .mimeMessage(message)
                .state("transport")
                .build();
    }

    public static MimeMessage message(String headers) throws MessagingException {
        String text = headers + "From: x@elsewhere.example\r\nMessage-ID: <1@elsewhere.example>\r\n\r\nbody\r\n";
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(US_ASCII)));
    }

    /** A mail of a peer's session with exactly these octets, a character for each. */
    public static MailImpl fromPeer(String octets, String sender, String... recipients) throws MessagingException {
        MailImpl mail = arriving(octets, sender, recipients);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }

    /** A mail with exactly these octets, a character for each, as James's SMTP makes one. */
    public static MailImpl arriving(String octets, String sender, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("mail1")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipients(addresses(recipients))
                .state("transport")
                .build();
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(octets.getBytes(ISO_8859_1))));
        return mail;
    }

    /** What the message of a mail is, octet by octet. */
    public static String octets(Mail mail) throws MessagingException {
        try (InputStream octets = MessageOctets.of(mail)) {
            return new String(octets.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<MailAddress> addresses(String... texts) {
        return Stream.of(texts).map(text -> address(text)).toList();
    }

    public static String text(SentMail mail, AttributeName name) {
        return Objects.requireNonNull(mail.getAttributes().get(name), name.asString())
                .getValue()
                .value()
                .toString();
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

    /** Stands still until moved. */
    public static final class MovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Knows literal addresses, as peers on loopback have no other. */
    private static final class Loopback implements DNSService {
        @Override
        public Collection<String> findMXRecords(String hostname) {
            return List.of();
        }

        @Override
        public Collection<String> findTXTRecords(String hostname) {
            return List.of();
        }

        @Override
        public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
            return List.of(getByName(host));
        }

        @Override
        public InetAddress getByName(String host) throws UnknownHostException {
            if (host.endsWith(".invalid")) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getByName(host);
        }

        @Override
        public InetAddress getLocalHost() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public String getHostName(InetAddress address) {
            return address.getHostAddress();
        }
    }
}
