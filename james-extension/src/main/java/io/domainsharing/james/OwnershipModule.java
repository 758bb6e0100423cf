// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.digest.DigestLookups;
import io.domainsharing.ownership.digest.DigestRules;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.directory.JamesLocalDirectory;
import io.domainsharing.ownership.gateway.DirectoryBesideGateways;
import io.domainsharing.ownership.gateway.GatewayOwnership;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.mx.RankedLookups;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.pin.PinnedOwnership;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.state.Site;
import java.time.Clock;
import java.util.Set;
import javax.inject.Provider;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;

/** Who owns an address: what is here, what is remembered, what those who are asked say. */
final class OwnershipModule extends AbstractModule {
    // The cache first: it has the folder to itself from then on.
    @Provides
    @Singleton
    OwnerCache cache(
            DomainSharingConfiguration configuration,
            CacheFolder folder,
            CoarseClock clock,
            PeerRegistry registry,
            SigningPeers signing,
            Lifecycle lifecycle) {
        if (!configuration.enabled()) {
            return OwnerCache.inMemory(configuration.cache(), clock, clock::nanos);
        }
        Set<PeerName> names = registry.directory().current().names();
        OwnerCache cache =
                OwnerCache.onDisk(configuration.cache(), folder.path(), clock, clock::nanos, names::contains);
        lifecycle.onStart(() -> {
            cache.start();
            registry.start();
            signing.start(registry.directory().current().peers());
        });
        return cache;
    }

    @Provides
    @Singleton
    Conflicts conflicts(Clock clock, OwnershipMetrics metrics, OwnerCache cache) {
        Conflicts conflicts = new Conflicts(clock, metrics);
        metrics.watch(cache, conflicts);
        return conflicts;
    }

    @Provides
    @Singleton
    DigestLookups digestLookups(
            GuardedLookups lookups,
            PeerDigests digests,
            DigestRules rules,
            LookupConfiguration lookup,
            Workers workers,
            PeerMetrics metrics) {
        return new DigestLookups(lookups, digests, rules, lookup.budget(), workers.timer(), metrics::digestAnswered);
    }

    @Provides
    @Singleton
    RankedLookups ranked(
            GuardedLookups lookups,
            DomainSharingConfiguration configuration,
            Provider<DigestLookups> digests,
            PeerDirectory directory,
            AcceptAllPeers acceptAll,
            Clock clock) {
        return new RankedLookups(
                configuration.digest().isPresent() ? digests.get() : lookups,
                directory,
                (peer, domain) -> acceptAll.domainsOf(peer).contains(domain),
                new LogLimit(clock));
    }

    @Provides
    @Singleton
    DirectoryBesideGateways localDirectory(
            UsersRepository users, RecipientRewriteTable rewriteTable, Gateways gateways) {
        return new DirectoryBesideGateways(new JamesLocalDirectory(users, rewriteTable), gateways);
    }

    // Whoever resolves has the MX hosts looked for, and that starts behind the cache.
    @Provides
    @Singleton
    OwnershipResolver resolver(
            DirectoryBesideGateways local,
            PeerDirectory directory,
            RankedLookups lookups,
            OwnerCache cache,
            Conflicts conflicts,
            LookupConfiguration lookup,
            OwnershipMetrics metrics,
            Clock clock,
            Workers workers,
            Site site,
            DomainSharingConfiguration configuration,
            Provider<DigestLookups> digests,
            @SuppressWarnings("unused") MxPeers mxPeers) {
        OwnershipResolverBuilder builder = new OwnershipResolverBuilder(local, directory, lookups, cache, conflicts)
                .budget(lookup.budget())
                .listener(metrics)
                .otherNodes(site.events());
        configuration.digest().ifPresent(digest -> builder.unasked(digests.get().unasked()));
        return builder.build(clock, workers.timer(), workers.background());
    }

    @Provides
    @Singleton
    Ownership ownership(
            OwnershipResolver resolver, Gateways gateways, OwnershipMetrics metrics, Pins pins, Conflicts conflicts) {
        pins.addListener(conflicts::remove);
        return new PinnedOwnership(new GatewayOwnership(resolver, gateways, metrics), pins);
    }
}
