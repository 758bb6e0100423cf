// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.transport.HostResolver;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.ListPeers;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.directory.JamesLocalDirectory;
import io.domainsharing.ownership.directory.JamesLocalTrails;
import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.gateway.AskedServers;
import io.domainsharing.ownership.gateway.DirectoryBesideGateways;
import io.domainsharing.ownership.gateway.GatewayOwnership;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.DnsMxLookup;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.mx.MxPeerList;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.mx.MxRoutes;
import io.domainsharing.ownership.mx.OwnNames;
import io.domainsharing.ownership.mx.PreferredPeers;
import io.domainsharing.ownership.mx.RankedLookups;
import io.domainsharing.ownership.mx.ThisServer;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.ConfiguredPeers;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.LookupsByMethod;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.peer.RecentAnswers;
import io.domainsharing.ownership.peer.RuntimePeers;
import io.domainsharing.ownership.peer.SmtpLookups;
import io.domainsharing.ownership.post.SeenCopies;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.ConflictCheck;
import io.domainsharing.ownership.resolution.ConflictSweep;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.CreationCheck;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.PeerTrial;
import io.domainsharing.ownership.resolution.Survey;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.trace.TraceKeyFile;
import io.domainsharing.smtpclient.SmtpClient;
import java.io.File;
import java.io.FileNotFoundException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import reactor.core.scheduler.Schedulers;

/**
 * Everything that lives as long as James and is shared by hooks, matchers, mailets and WebAdmin: put together here, in the
 * order of dependence, and closed the other way round. Thread-safe.
 */
@Singleton
final class DomainSharingServices {
    private final ScheduledExecutorService timer;
    private final CoarseClock coarse;
    private final RuntimePeers runtimePeers;
    private final TraceKey traceKey;
    private final OwnerCache cache;
    private final SeenCopies seenCopies;
    private final ExecutorService background;
    private final HostResolver hosts;
    private final MailDns mailDns;
    private final MxPeers mxPeers;
    private final MingerClient client;
    private final SmtpClient smtp;
    private final AcceptAllPeers acceptAll;
    private final ConfiguredPeers peers;
    private final PeerGates gates;
    private final ListPeers listPeers;
    private final RecentAnswers recentAnswers;
    private final LastQueries lastQueries;
    private final Gateways gateways;
    private final OwnershipResolver resolver;
    private final Ownership ownership;
    private final Explainer explainer;
    private final PeerTrial peerTrial;
    private final AccountGuard accountGuard;
    private final Conflicts conflicts;
    private final ConflictSweep conflictSweep;
    private final CreationCheck creationCheck;
    private final PeerMetrics peerMetrics;

    @Inject
    DomainSharingServices(
            DomainSharingConfiguration configuration,
            FileSystem fileSystem,
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            SharedDomains shared,
            OwnershipMetrics metrics,
            PeerMetrics peerMetrics,
            MingerMetrics mingerMetrics,
            Gateways gateways,
            ConfigurationProvider files,
            DomainList domainList,
            Clock clock) {
        this.gateways = gateways;
        this.peerMetrics = peerMetrics;
        timer = Threads.timer("domain-sharing-timer");
        coarse = new CoarseClock(clock, timer);
        // Before the sockets, as it is what can fail: none of them stays behind.
        if (configuration.enabled()) {
            Path folder = folder(fileSystem, configuration.cache().path()).toPath();
            runtimePeers = RuntimePeers.load(
                    configuration.peers(),
                    gateways.all().stream().map(Gateway::name).collect(Collectors.toSet()),
                    configuration.node(),
                    folder,
                    configuration.peersByMx()
                            ? new MxPeerList(
                                    configuration.mx(),
                                    configuration.node(),
                                    new Secondaries(configuration.secondaries().secondaries()))
                            : hosts -> List.of());
            Set<PeerName> names = withGateways(runtimePeers.all(), gateways).stream()
                    .map(Peer::name)
                    .collect(Collectors.toSet());
            traceKey = TraceKeyFile.open(folder);
            cache = OwnerCache.open(configuration.cache(), folder, coarse, names::contains);
            runtimePeers.start();
        } else {
            runtimePeers = RuntimePeers.switchedOff();
            traceKey = TraceKey.random();
            cache = OwnerCache.inMemory(configuration.cache(), coarse);
        }
        seenCopies = openSeenCopies(configuration, fileSystem, coarse);
        background = Threads.pool("domain-sharing-background");
        gateways.watch(timer, background);
        List<InetSocketAddress> nameServers = configuration.mx().nameServers();
        hosts = nameServers.isEmpty() ? HostResolver.ofSystem() : HostResolver.of(nameServers);
        DnsMxLookup mxLookup = nameServers.isEmpty() ? DnsMxLookup.ofJames() : DnsMxLookup.of(nameServers);
        ThisServer self = new ThisServer(new OwnNames(files).of(configuration), hosts::resolve);
        mailDns = configuration.enabled()
                ? new MailDns(
                        new MxRoutes(mxLookup, self, configuration.mx().port()),
                        nameServers.isEmpty() ? null : hosts::resolve)
                : MailDns.OFF;
        LookupConfiguration lookup = configuration.lookup();
        client = MingerClient.create(MingerClientConfiguration.of(hosts)
                .withTries(lookup.timeout(), lookup.attempts(), lookup.budget())
                .withBind(lookup.bind())
                .withMetrics(mingerMetrics)
                .withRandomCase());
        smtp = SmtpLookups.client(lookup, hosts);
        acceptAll = new AcceptAllPeers(System::nanoTime, NobodysAddresses.random(), metrics::acceptsAll);
        PeerLookups unguarded = new LookupsByMethod(
                client::ask, smtp::ask, acceptAll, lookup, cache::wasFound, clock, System::nanoTime);
        peers = new ConfiguredPeers(runtimePeers.all(), hosts::resolve, timer);
        gates = new PeerGates(unguarded::of, NobodysAddresses.random(), clock, System::nanoTime, timer);
        gates.addListener(metrics);
        recentAnswers = new RecentAnswers(coarse);
        gates.addListener(recentAnswers);
        lastQueries = new LastQueries(peers, coarse);
        peerMetrics.gauge(PeerMetrics.BREAKER_OPEN, this::breakerOpen);
        peerMetrics.retain(namesToShow(runtimePeers.all()));
        MxDomains mxDomains = new MxDomains(
                configuration.domains(),
                gateways.all().stream().map(Gateway::domain).collect(Collectors.toSet()),
                () -> allOf(domainList));
        mxPeers = new MxPeers(mxDomains, mxLookup, self, runtimePeers, timer, background);
        PreferredPeers byMx = new PreferredPeers(peers, runtimePeers, mxPeers);
        boolean isByMx = configuration.enabled() && configuration.peersByMx();
        AskedServers asked = new AskedServers(isByMx ? byMx : peers, gateways);
        LocalDirectory directory = new DirectoryBesideGateways(new JamesLocalDirectory(users, rewriteTable), gateways);
        conflicts = new Conflicts(clock, metrics);
        metrics.watch(cache, conflicts);
        PeerLookups guarded = byMx.lookups(gates);
        listPeers = new ListPeers(asked, guarded);
        PeerLookups ranked = new RankedLookups(
                guarded, mxPeers, (peer, domain) -> acceptAll.domainsOf(peer).contains(domain), new LogLimit(clock));
        resolver = new OwnershipResolverBuilder(directory, asked, ranked, cache, conflicts)
                .budget(lookup.budget())
                .listener(metrics)
                .build(clock, timer, background);
        runtimePeers.addListener(this::peersChanged);
        ownership = new GatewayOwnership(resolver, gateways, metrics);
        Survey survey = new Survey(asked, byMx.lookups(gates::unguarded), System::nanoTime);
        explainer = new Explainer(ownership, resolver, asked, survey, new JamesLocalTrails(rewriteTable), background);
        peerTrial = new PeerTrial(survey, NobodysAddresses.random());
        ConflictCheck check = new ConflictCheck(resolver, survey, conflicts);
        creationCheck = new CreationCheck(check, clock, timer, background);
        accountGuard = new AccountGuard(resolver, survey, configuration.accounts(), creationCheck::later);
        conflictSweep = new ConflictSweep(
                new LocalAddresses(
                        users, rewriteTable, shared, configuration.lists().share()),
                check,
                Schedulers.boundedElastic(),
                Schedulers.parallel());
        if (isByMx) {
            mxPeers.start();
        }
    }

    // The gates first: a question that has seen the peers of before must not open one for a peer that left.
    private void peersChanged(List<Peer> all, PeerName name, boolean changed) {
        List<Peer> asked = withGateways(all, gateways);
        gates.retain(asked);
        peerMetrics.retain(namesToShow(all));
        acceptAll.retain(asked);
        recentAnswers.forget(name);
        recentAnswers.retain(asked);
        peers.replaceBy(all);
        // Behind that: queries are noted for whoever is a peer.
        lastQueries.retain(asked);
        if (changed) {
            resolver.forgetAllNotFound();
        } else {
            resolver.evictPeer(name);
        }
    }

    /** Everybody who is ever asked. */
    private static List<Peer> withGateways(List<Peer> all, Gateways gateways) {
        return Stream.concat(all.stream(), gateways.all().stream().flatMap(gateway -> gateway.asked().stream()))
                .toList();
    }

    /** Gateways that are not asked have mail, too. */
    private List<PeerName> namesToShow(List<Peer> all) {
        return Stream.concat(
                        all.stream().map(Peer::name), gateways.all().stream().map(Gateway::name))
                .toList();
    }

    private int breakerOpen(PeerName peer) {
        return gates.state(peer)
                        .filter(state -> state.status() == PeerState.Status.DOWN)
                        .isPresent()
                ? 1
                : 0;
    }

    RuntimePeers runtimePeers() {
        return runtimePeers;
    }

    Peers peers() {
        return peers;
    }

    ListPeers listPeers() {
        return listPeers;
    }

    AcceptAllPeers acceptAll() {
        return acceptAll;
    }

    /** For whoever else has something to ask by SMTP. */
    SmtpClient smtp() {
        return smtp;
    }

    RecentAnswers recentAnswers() {
        return recentAnswers;
    }

    LastQueries lastQueries() {
        return lastQueries;
    }

    PeerTrial peerTrial() {
        return peerTrial;
    }

    TraceKey traceKey() {
        return traceKey;
    }

    OwnerCache cache() {
        return cache;
    }

    PeerGates gates() {
        return gates;
    }

    MxPeers mxPeers() {
        return mxPeers;
    }

    MailDns mailDns() {
        return mailDns;
    }

    SeenCopies seenCopies() {
        return seenCopies;
    }

    OwnershipResolver resolver() {
        return resolver;
    }

    Ownership ownership() {
        return ownership;
    }

    Explainer explainer() {
        return explainer;
    }

    AccountGuard accountGuard() {
        return accountGuard;
    }

    Conflicts conflicts() {
        return conflicts;
    }

    ConflictSweep conflictSweep() {
        return conflictSweep;
    }

    /** Idempotent. Every waiting question ends as undetermined, and what the cache holds is on disk. */
    @PreDestroy
    void close() {
        creationCheck.close();
        mxPeers.close();
        gateways.close();
        resolver.close();
        gates.close();
        peers.close();
        client.close();
        smtp.close();
        hosts.close();
        cache.close();
        seenCopies.close();
        coarse.close();
        background.shutdown();
        timer.shutdownNow();
    }

    // A second copy may have waited for two servers, this one and the one before it.
    private static SeenCopies openSeenCopies(
            DomainSharingConfiguration configuration, FileSystem fileSystem, Clock clock) {
        Duration retention = configuration.delivery().expiry().multipliedBy(2);
        return configuration.enabled() && configuration.lists().share()
                ? SeenCopies.open(
                        folder(fileSystem, configuration.cache().path()).toPath(), clock, retention)
                : SeenCopies.inMemory(clock, retention);
    }

    private static List<Domain> allOf(DomainList domainList) {
        try {
            return domainList.getDomains();
        } catch (DomainListException e) {
            throw new IllegalStateException("James cannot list its domains", e);
        }
    }

    private static File folder(FileSystem fileSystem, String path) {
        try {
            return fileSystem.getFile(path);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "conf/domainsharing.xml: cache/path: James finds no place for '" + path
                            + "'. Write a folder such as " + CacheConfiguration.DEFAULT_PATH,
                    e);
        }
    }
}
