// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.ConfiguredPeers;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.membership.ResolvedPeerNetworks;
import io.domainsharing.ownership.mx.DnsMxLookup;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.mx.MxPeerList;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.mx.MxRoutes;
import io.domainsharing.ownership.mx.OwnNames;
import io.domainsharing.ownership.mx.ThisServer;
import io.domainsharing.ownership.secondary.AllowedClients;
import io.domainsharing.ownership.secondary.Secondaries;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** Who shares the domains: peers of the file, added at run time, or found by MX, gateways, and secondaries. */
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

    @Provides
    @Singleton
    MxDomains mxDomains(DomainSharingConfiguration configuration, DomainList local) {
        return new MxDomains(
                configuration.domains(),
                configuration.gateways().stream().map(Gateway::domain).collect(Collectors.toSet()),
                () -> allOf(local));
    }

    /** Written by {@link OwnershipModule} at the start, once no other process has the folder. */
    @Provides
    @Singleton
    PeerRegistry registry(
            DomainSharingConfiguration configuration,
            MxDomains mxDomains,
            Secondaries secondaries,
            CacheFolder folder) {
        if (!configuration.enabled()) {
            return PeerRegistry.switchedOff();
        }
        boolean byMx = configuration.peersByMx();
        return PeerRegistry.load(
                new ConfiguredPeers(
                        configuration.peers(),
                        configuration.gateways(),
                        configuration.node(),
                        byMx
                                ? new MxPeerList(configuration.mx(), configuration.node(), secondaries)
                                : hosts -> List.of(),
                        byMx ? mxDomains::mayContain : domain -> false),
                folder.path());
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

    @Provides
    AllowedClients askers(PeerNetworks networks, Secondaries secondaries) {
        return new AllowedClients(networks, secondaries);
    }

    @Provides
    @Singleton
    ThisServer thisServer(ConfigurationProvider files, DomainSharingConfiguration configuration, HostResolver hosts) {
        return new ThisServer(new OwnNames(files).of(configuration), hosts::resolve);
    }

    @Provides
    @Singleton
    MxPeers mxPeers(
            DomainSharingConfiguration configuration,
            MxDomains domains,
            DnsMxLookup lookup,
            ThisServer self,
            PeerRegistry registry,
            Workers workers,
            Lifecycle lifecycle) {
        MxPeers peers = new MxPeers(domains, lookup, self, registry, workers.timer(), workers.background());
        if (configuration.enabled() && configuration.peersByMx()) {
            lifecycle.onStart(peers::start);
        }
        return peers;
    }

    @Provides
    @Singleton
    MailDns mailDns(DomainSharingConfiguration configuration, DnsMxLookup lookup, ThisServer self, HostResolver hosts) {
        if (!configuration.enabled()) {
            return MailDns.OFF;
        }
        return new MailDns(
                new MxRoutes(lookup, self, configuration.mx().port()),
                configuration.mx().nameServers().isEmpty() ? null : hosts::resolve);
    }

    private static List<Domain> allOf(DomainList local) {
        try {
            return local.getDomains();
        } catch (DomainListException e) {
            throw new IllegalStateException("James cannot list its domains", e);
        }
    }
}
