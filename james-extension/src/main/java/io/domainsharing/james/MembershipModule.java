// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.ConfigurationFile;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.ConfiguredPeers;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.membership.ResolvedPeerNetworks;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.mx.MxPeerList;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvent;
import java.time.Clock;
import java.util.List;
import org.apache.james.filesystem.api.FileSystem;

/** Who shares the domains: peers of the file, added at run time, or found by MX, gateways, secondaries; and addresses pinned to them. */
final class MembershipModule extends AbstractModule {
    @Provides
    @Singleton
    Gateways gateways(
            DomainSharingConfiguration configuration, FileSystem fileSystem, Workers workers, Lifecycle lifecycle)
            throws BadConfigurationException {
        if (!configuration.enabled()) {
            return Gateways.NONE;
        }
        Gateways gateways = Gateways.open(configuration.gateways(), new FilePlaces(fileSystem));
        lifecycle.onStart(() -> gateways.watch(workers.timer(), workers.background()));
        return gateways;
    }

    @Provides
    @Singleton
    Secondaries secondaries(DomainSharingConfiguration configuration) {
        return configuration.enabled()
                ? new Secondaries(configuration.secondaries().secondaries())
                : Secondaries.NONE;
    }

    /** Written by {@link OwnershipModule} at the start, once no other process has the folder. */
    @Provides
    @Singleton
    PeerRegistry registry(
            DomainSharingConfiguration configuration,
            MxDomains mxDomains,
            Secondaries secondaries,
            CacheFolder folder,
            Site site,
            Clock clock) {
        if (!configuration.enabled()) {
            return PeerRegistry.switchedOff();
        }
        boolean byMx = configuration.peersByMx();
        ConfiguredPeers configured = new ConfiguredPeers(
                configuration.peers(),
                configuration.gateways(),
                configuration.node(),
                byMx ? new MxPeerList(configuration.mx(), configuration.node(), secondaries) : hosts -> List.of(),
                byMx ? mxDomains::mayContain : domain -> false);
        return site.state()
                .map(state ->
                        PeerRegistry.load(configured, folder.path(), state, nodeOf(folder), clock, () -> site.events()
                                .tell(SiteEvent.of(SiteEvent.Kind.PEERS))))
                .orElseGet(() -> PeerRegistry.load(configured, folder.path()));
    }

    /** Each node has a folder of its own on its machine, and keeps both over a restart. */
    private static String nodeOf(CacheFolder folder) {
        return ConfigurationFile.hostName().value() + ' ' + folder.path().toAbsolutePath();
    }

    @Provides
    @Singleton
    Pins pins(
            DomainSharingConfiguration configuration,
            PeerDirectory directory,
            CacheFolder folder,
            Site site,
            Clock clock) {
        if (!configuration.enabled()) {
            return Pins.switchedOff(directory, clock);
        }
        return site.state()
                .map(state -> Pins.load(folder.path(), state, directory, clock, () -> site.events()
                        .tell(SiteEvent.of(SiteEvent.Kind.PINS))))
                .orElseGet(() -> Pins.load(folder.path(), directory, clock));
    }

    @Provides
    PeerDirectory directory(PeerRegistry registry) {
        return registry.directory();
    }

    @Provides
    RemovedPeers removedPeers(PeerRegistry registry) {
        return registry;
    }

    @Provides
    @Singleton
    PeerNetworks networks(PeerDirectory directory, HostResolver hosts, Workers workers, Lifecycle lifecycle) {
        ResolvedPeerNetworks networks = new ResolvedPeerNetworks(directory, hosts::resolve, workers.timer());
        lifecycle.register(networks);
        lifecycle.onStart(networks::start);
        return networks;
    }
}
