// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.IdleProbes;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.LookupsByMethod;
import io.domainsharing.ownership.peer.RecentAnswers;
import io.domainsharing.ownership.proof.ProvenExchanges;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.smtpclient.SmtpClient;
import java.time.Clock;

/** How peers and gateways are asked: each in its own way, behind a circuit breaker of its own. */
final class LookupModule extends AbstractModule {
    @Provides
    @Singleton
    AcceptAllPeers acceptAll(OwnershipMetrics metrics, PeerDirectory directory) {
        AcceptAllPeers acceptAll = new AcceptAllPeers(System::nanoTime, NobodysAddresses.random(), metrics::acceptsAll);
        directory.addListener(acceptAll);
        return acceptAll;
    }

    @Provides
    @Singleton
    SigningPeers signing(
            DomainSharingConfiguration configuration,
            CacheFolder folder,
            Site site,
            PeerDirectory directory,
            PeerMetrics metrics,
            Workers workers,
            Clock clock) {
        if (!configuration.enabled()) {
            return SigningPeers.switchedOff(clock);
        }
        SigningPeers signing = site.state()
                .map(state -> SigningPeers.load(
                        folder.path(), state, clock, workers.background(), metrics::unproven, () -> site.events()
                                .tell(SiteEvent.of(SiteEvent.Kind.PROOFS))))
                .orElseGet(() -> SigningPeers.load(folder.path(), clock, workers.background(), metrics::unproven));
        directory.addListener(signing);
        return signing;
    }

    @Provides
    @Singleton
    LookupsByMethod unguarded(
            MingerClient minger,
            SigningPeers signing,
            SmtpClient smtp,
            AcceptAllPeers acceptAll,
            LookupConfiguration lookup,
            OwnerCache cache,
            Clock clock) {
        return new LookupsByMethod(
                new ProvenExchanges(minger::ask, signing),
                smtp::ask,
                acceptAll,
                lookup,
                cache::wasFound,
                clock,
                System::nanoTime);
    }

    @Provides
    @Singleton
    GuardedLookups guardedLookups(
            LookupsByMethod unguarded,
            Workers workers,
            Clock clock,
            PeerDirectory directory,
            OwnershipMetrics metrics,
            PeerMetrics peerMetrics,
            RecentAnswers recentAnswers) {
        GuardedLookups lookups =
                new GuardedLookups(unguarded::of, NobodysAddresses.random(), clock, System::nanoTime, workers.timer());
        lookups.addListener(metrics);
        lookups.addListener(recentAnswers);
        directory.addListener(lookups);
        peerMetrics.states(lookups::state);
        return lookups;
    }

    @Provides
    PeerLookups guarded(GuardedLookups lookups) {
        return lookups;
    }

    @Provides
    @Singleton
    RecentAnswers recentAnswers(CoarseClock clock, PeerDirectory directory) {
        RecentAnswers answers = new RecentAnswers(clock);
        directory.addListener(answers);
        return answers;
    }

    @Provides
    @Singleton
    LastQueries lastQueries(PeerNetworks networks, CoarseClock clock, PeerDirectory directory) {
        LastQueries queries = new LastQueries(networks, clock);
        directory.addListener(queries);
        return queries;
    }

    @Provides
    @Singleton
    IdleProbes idleProbes(GuardedLookups lookups, PeerDirectory directory, MxDomains domains, Workers workers) {
        return new IdleProbes(lookups, directory, domains::read, workers.timer(), workers.background());
    }
}
