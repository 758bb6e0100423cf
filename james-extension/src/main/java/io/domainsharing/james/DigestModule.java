// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.minger.digest.DigestClient;
import io.domainsharing.minger.digest.DigestClientConfiguration;
import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.DigestConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import io.domainsharing.ownership.digest.AskedLately;
import io.domainsharing.ownership.digest.DigestRules;
import io.domainsharing.ownership.digest.OwnChanges;
import io.domainsharing.ownership.digest.OwnDigest;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.gateway.DirectoryBesideGateways;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.resolution.DigestNews;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.secondary.AllowedClients;
import io.domainsharing.ownership.state.Site;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.inject.Provider;

/** Address digests: that of this server, and those of its peers. Nothing is served or fetched unless the configuration says so. */
final class DigestModule extends AbstractModule {
    static final String FOLDER = "digests";

    @Provides
    @Singleton
    AskedLately askedLately(DomainSharingConfiguration configuration) {
        return configuration.digest().isPresent() ? new AskedLately(System::nanoTime) : AskedLately.off();
    }

    @Provides
    @Singleton
    DigestRules rules(DomainSharingConfiguration configuration, Site site) {
        Duration trustedFor =
                configuration.digest().map(DigestConfiguration::trustedFor).orElse(Duration.ZERO);
        return new DigestRules(
                trustedFor, configuration.cache().found(), site.state().isEmpty());
    }

    @Provides
    @Singleton
    DigestClient digestClient(DomainSharingConfiguration configuration, HostResolver hosts) {
        return DigestClient.create(
                DigestClientConfiguration.of(hosts, configuration.lookup().bind()));
    }

    @Provides
    @Singleton
    PeerDigests peerDigests(
            Provider<DigestClient> client,
            DomainSharingConfiguration configuration,
            PeerDirectory directory,
            AskedLately asked,
            DigestRules rules,
            CacheFolder folder,
            Workers workers,
            Clock clock,
            PeerMetrics metrics,
            Provider<OwnershipResolver> resolver,
            Harvests harvests) {
        PeerDigests digests = new PeerDigests(
                directory,
                (target, listener) -> client.get().open(target, listener),
                asked,
                rules,
                new PeerDigests.Times(System::nanoTime, clock, workers.timer()),
                new PeerDigests.Disk(folder.path().resolve(FOLDER), workers.background()),
                new ToMemory(resolver::get, harvests, configuration.harvest().isPresent()));
        directory.addListener(digests);
        metrics.digests(digests::state);
        return digests;
    }

    private record ToMemory(Supplier<OwnershipResolver> resolver, Harvests harvests, boolean heedsHints)
            implements PeerDigests.News {
        @Override
        public void suspect(PeerName peer, InetAddress client, Duration lasts) {
            if (heedsHints) {
                harvests.told(peer, client, lasts);
            }
        }

        @Override
        public void grown(PeerName peer) {
            new DigestNews(resolver.get()).grown();
        }

        @Override
        public void shrunk(PeerName peer, Predicate<CanonicalAddress> isGone) {
            new DigestNews(resolver.get()).shrunk(peer, isGone);
        }
    }

    @Provides
    @Singleton
    OwnDigest ownDigest(
            DomainSharingConfiguration configuration,
            AllowedClients clients,
            PeerNetworks peers,
            PeerDirectory directory) {
        List<Secret> secrets =
                configuration.minger().map(MingerServerConfiguration::secrets).orElse(List.of());
        SecureRandom random = new SecureRandom();
        return new OwnDigest(
                secrets, () -> random.nextLong() | 1, System::nanoTime, new DigestRelations(clients, peers, directory));
    }

    @Provides
    @Singleton
    OwnChanges ownChanges(DirectoryBesideGateways directory, OwnDigest digest, Workers workers) {
        return new OwnChanges(directory, digest, workers.background());
    }
}
