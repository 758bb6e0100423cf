// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.collect.ImmutableList;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.metric.Figures;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.SmtpExchange;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import io.domainsharing.ownership.secondary.AllowedClients;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.verdict.HandoverGate;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.AllButStartTlsLineChannelHandlerFactory;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.fastfail.MaxUnknownCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.AuthRequiredToRelayRcptHook;
import org.apache.james.smtpserver.JamesMailCmdHandler;
import org.apache.james.smtpserver.dsn.DSNRcptParameterHook;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.jspecify.annotations.Nullable;

/**
 * James's own SMTP stack on a loopback port, real Netty and real sockets, with the hooks in their place: example.com is
 * shared, here.example is local and not shared (with the account bob), customer.example is relayed as a gateway, both.example
 * as well although it is local, and an identity check refuses senders of the first two without AUTH.
 */
final class SmtpListener implements AutoCloseable {
    static final Domain SHARED = Domain.of("example.com");
    static final Domain LOCAL = Domain.of("here.example");

    static final Domain RELAYED = Domain.of("customer.example");
    static final Domain RELAYED_AND_LOCAL = Domain.of("both.example");

    final InMemoryPeers peers = new InMemoryPeers();
    final List<List<MailAddress>> messages = new CopyOnWriteArrayList<>();
    /** What James's hooks made of NOTIFY and ORCPT, where there are any. */
    final Map<MailAddress, RecipientDsnParameters> notifications = new ConcurrentHashMap<>();

    final List<MailAddress> recipientsOfHooks = new CopyOnWriteArrayList<>();
    final AtomicInteger disconnects = new AtomicInteger();
    final FakeClock clock = new FakeClock();
    /** What is to run a minute later. */
    final List<Runnable> later = new CopyOnWriteArrayList<>();

    final CollectorRegistry counted = new CollectorRegistry();
    final Harvests harvests = ListenerDomains.harvests(clock);
    final Capabilities capabilities = new Capabilities(clock, clock::nanos);
    /** Says EHLO to owners' servers. */
    volatile SmtpExchange hello = (asked, command, budget) -> new CompletableFuture<>();

    /** Its peers say that they have everything. */
    final Rehearsal rehearsal = ListenerDomains.rehearsal(peers.directory(), clock);
    /** What the first of RCPT's hooks says. */
    volatile HookResult firstHook = HookResult.DECLINED;
    /** Which commands the identity check looks at; James's own looks at both or at none. */
    volatile Set<String> identityCheckedAt = Set.of("RCPT");

    private final ReplayPool pool;
    private final NettyServer server;

    SmtpListener(Ownership ownership) throws Exception {
        this(ownership, new BaseHierarchicalConfiguration(), new ReplayPool(4, 1_000));
    }

    /** With the hook for senders as well. */
    static SmtpListener verifyingSenders(Ownership ownership, Configuration handler, boolean verify) throws Exception {
        SmtpListener listener =
                new SmtpListener(ownership, handler, new ReplayPool(4, 1_000), new SendersConfiguration(verify));
        listener.identityCheckedAt = Set.of();
        return listener;
    }

    /** What a command of ours is made of, besides its own. */
    record Parts(
            DomainList domains,
            FakeClock clock,
            SmtpMetrics metrics,
            CommandCheck check,
            ReplayPool pool,
            HookFailure trouble,
            HandlerServices services) {}

    /** With one more command, before James's own. */
    static SmtpListener with(Function<Parts, CommandHandler<SMTPSession>> command) throws Exception {
        return new SmtpListener(
                new InMemoryOwnership(),
                new BaseHierarchicalConfiguration(),
                new ReplayPool(4, 1_000),
                null,
                (chain, parts) -> chain.add(0, command.apply(parts)));
    }

    /** With one more handler, before all others or behind them. */
    static SmtpListener with(Ownership ownership, ProtocolHandler handler, boolean first) throws Exception {
        return new SmtpListener(
                ownership, new BaseHierarchicalConfiguration(), new ReplayPool(4, 1_000), null, (chain, parts) -> {
                    if (first) {
                        chain.add(0, handler);
                    } else {
                        chain.add(handler);
                    }
                });
    }

    SmtpListener(Ownership ownership, Configuration handler, ReplayPool pool) throws Exception {
        this(ownership, handler, pool, null);
    }

    private SmtpListener(
            Ownership ownership, Configuration handler, ReplayPool pool, @Nullable SendersConfiguration senders)
            throws Exception {
        this(ownership, handler, pool, senders, (chain, parts) -> {});
    }

    private SmtpListener(
            Ownership ownership,
            Configuration handler,
            ReplayPool pool,
            @Nullable SendersConfiguration senders,
            BiConsumer<SMTPProtocolHandlerChain, Parts> more)
            throws Exception {
        this.pool = pool;
        MemoryDomainList domains = ListenerDomains.domains();
        CommandAudit audit = new CommandAudit(clock, later::add);
        CommandCheck check = new CommandCheck(true, audit, QueuedAddresses.ANY);
        HookFailure trouble = new HookFailure(clock);
        MetricFactory metrics = new RecordingMetricFactory();
        SmtpMetrics smtpMetrics = new SmtpMetrics(counted);
        OwnerLimits limits =
                ListenerDomains.limits(capabilities, peers.directory(), (a, b, c) -> hello.ask(a, b, c), clock);
        HandlerServices services = new HandlerServices(
                ownership,
                new HandoverGate(true),
                ListenerDomains.shared(),
                domains,
                ListenerDomains.gateways(),
                rehearsal,
                ListenerDomains.harvest(harvests, ownership),
                limits,
                smtpMetrics,
                audit,
                check,
                pool,
                trouble);
        DomainSharingRcptHook hook = new DomainSharingRcptHook(
                services,
                new PeerSessions(peers.directory(), new AllowedClients(peers, ListenerDomains.SECONDARIES)),
                ListenerDomains.validRcptHandler(domains),
                new RecordingMetricFactory(),
                new EndOfData(
                        ListenerDomains.shared(),
                        ListenerDomains.gateways(),
                        ownership,
                        new NodeName("paris"),
                        TraceKey.random(),
                        new Arrivals(
                                (address, byCatchAll) -> new LocalLists.Reach(Set.of(), Set.of(address)),
                                ListenerDomains.shared(),
                                ownership),
                        limits,
                        audit,
                        trouble));
        hook.init(handler);
        SMTPProtocolHandlerChain chain = new SMTPProtocolHandlerChain(metrics);
        chain.add(0, hook);
        chain.add(0, new RecipientsOfHooks());
        // James's; the chain's own knows no default domain.
        chain.add(2, new JamesMailCmdHandler(metrics, domains));
        if (senders != null) {
            DomainSharingMailHook mailHook = new DomainSharingMailHook(
                    services,
                    new PeerSessions(peers.directory(), new AllowedClients(peers, ListenerDomains.SECONDARIES)),
                    senders);
            mailHook.init(handler);
            chain.add(1, mailHook);
        }
        chain.add(new AuthRequiredToRelayRcptHook(domains));
        chain.add(new MaxUnknownCmdHandler());
        chain.add(new IdentityCheck());
        chain.add(new ListenerDomains.Accounts());
        chain.add((MessageHook) this::take);
        chain.add((DisconnectHandler<SMTPSession>) session -> disconnects.incrementAndGet());
        more.accept(chain, new Parts(domains, clock, smtpMetrics, check, pool, trouble, services));
        chain.wireExtensibleHandlers();
        server = new NettyServer.Factory()
                .protocol(new ListenerDomains.Protocol(chain))
                .secure(Encryption.createStartTls(LoopbackTls.context()))
                .frameHandlerFactory(new AllButStartTlsLineChannelHandlerFactory(
                        "starttls", AbstractChannelPipelineFactory.MAX_LINE_LENGTH))
                .build();
        server.setGracefulShutdown(false);
        server.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.bind();
    }

    /** What one of our counters, as {@link Figures} writes it, has come to. */
    double count(String name) {
        return Objects.requireNonNull(Figures.of(counted).get(name));
    }

    private HookResult take(SMTPSession session, MailEnvelope mail) {
        messages.add(ImmutableList.copyOf(mail.getRecipients()));
        session.getAttachment(DSNRcptParameterHook.DSN_RCPT_PARAMETERS, ProtocolSession.State.Transaction)
                .ifPresent(parameters -> notifications.putAll(parameters.build()));
        return HookResult.OK;
    }

    SmtpClient connect() throws Exception {
        return connect("127.0.0.1");
    }

    /** From that address of the loopback network. */
    SmtpClient connect(String from) throws Exception {
        return new SmtpClient(server.getListenAddresses().get(0), from);
    }

    @Override
    public void close() {
        server.unbind();
        pool.close();
    }

    /** The first of the hooks. */
    private final class RecipientsOfHooks implements RcptHook {
        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
            recipientsOfHooks.add(recipient);
            return firstHook;
        }
    }

    /** What James's identity check does, for senders of local domains. */
    private final class IdentityCheck implements MailHook, RcptHook {
        @Override
        public HookResult doMail(SMTPSession session, MaybeSender sender) {
            return check("MAIL", session, sender);
        }

        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
            return check("RCPT", session, sender);
        }

        private HookResult check(String command, SMTPSession session, MaybeSender sender) {
            boolean ours = sender.asOptional()
                    .map(MailAddress::getDomain)
                    .filter(domain -> domain.equals(SHARED) || domain.equals(LOCAL))
                    .isPresent();
            return identityCheckedAt.contains(command) && ours && session.getUsername() == null
                    ? HookResult.DENY
                    : HookResult.DECLINED;
        }
    }
}
