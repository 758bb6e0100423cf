// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.mx.DnsMxLookup;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.mx.MxRoutes;
import io.domainsharing.ownership.mx.OwnNames;
import io.domainsharing.ownership.mx.ThisServer;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** What DNS says of mail: the MX hosts of shared domains, which may name the peers, and of all others. */
final class MxModule extends AbstractModule {
    @Provides
    @Singleton
    MxDomains mxDomains(DomainSharingConfiguration configuration, DomainList local) {
        return new MxDomains(
                configuration.domains(),
                configuration.gateways().stream().map(Gateway::domain).collect(Collectors.toSet()),
                () -> allOf(local));
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
