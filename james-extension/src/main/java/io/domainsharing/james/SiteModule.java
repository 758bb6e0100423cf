// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.common.net.InetAddresses;
import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.mx.OwnNames;
import io.domainsharing.ownership.mx.ThisServer;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.SharedConflicts;
import io.domainsharing.ownership.resolution.SiteNews;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.ownership.secondary.SecondaryTurn;
import io.domainsharing.ownership.state.NodeIdentity;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteNodes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** The other nodes of this site, if it has any: what they share, and how they tell each other. */
final class SiteModule extends AbstractModule {
    @Provides
    JamesParts james(Injector injector) {
        return new JamesParts(injector);
    }

    @Provides
    @Singleton
    Site site(DomainSharingConfiguration configuration, SiteParts parts) throws BadConfigurationException {
        return configuration.enabled() ? parts.site(configuration.cluster()) : Site.ALONE;
    }

    /** Reads its file, or makes one: asked for only where there may be other nodes. */
    @Provides
    @Singleton
    NodeIdentity identity(CacheFolder folder) {
        try {
            return NodeIdentity.in(folder.path(), InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return NodeIdentity.in(folder.path(), "");
        }
    }

    @Provides
    @Singleton
    OtherNodes otherNodes(
            Site site,
            PeerRegistry registry,
            Pins pins,
            SigningPeers signing,
            Conflicts conflicts,
            Clock clock,
            OwnershipResolver resolver,
            OwnerCache cache,
            Workers workers,
            Lifecycle lifecycle) {
        OtherNodes others = new OtherNodes(workers);
        if (site.state().isPresent()) {
            others.read(SiteEvent.Kind.PEERS, "peers", registry::refresh);
            others.read(SiteEvent.Kind.PINS, "pins", pins::refresh);
            others.read(SiteEvent.Kind.PROOFS, "peers that prove their answers", signing::refresh);
            SharedConflicts shared =
                    new SharedConflicts(conflicts, site.state().get(), clock, workers.background(), () -> site.events()
                            .tell(SiteEvent.of(SiteEvent.Kind.CONFLICTS)));
            others.read(SiteEvent.Kind.CONFLICTS, "conflicts", shared::read);
            lifecycle.onStart(() -> {
                shared.start();
                others.start();
                site.events().start(new SiteNews(resolver, cache, registry.directory(), others.readings()));
                cache.onNewOwner((address, owner) ->
                        site.events().tell(new SiteEvent(SiteEvent.Kind.FOUND, address.value() + ' ' + owner.value())));
            });
        }
        return others;
    }

    @Provides
    @Singleton
    SiteNodesWatch nodesWatch(
            Site site,
            ConfigurationProvider files,
            DomainSharingConfiguration configuration,
            ThisServer self,
            MxPeers mxPeers,
            Clock clock,
            Workers workers,
            Lifecycle lifecycle) {
        SiteNodesWatch watch = new SiteNodesWatch(mxPeers, workers);
        site.state().ifPresent(state -> {
            SiteNodes nodes = new SiteNodes(state, ownNames(files, configuration), clock);
            self.isAlso(nodes::all);
            lifecycle.onStart(() -> watch.start(nodes));
        });
        return watch;
    }

    // Not its loopback addresses: every machine has these.
    private static Set<String> ownNames(ConfigurationProvider files, DomainSharingConfiguration configuration) {
        return Stream.concat(new OwnNames(files).of(configuration).stream(), ThisServer.addresses().stream())
                .filter(name -> !InetAddresses.isInetAddress(name)
                        || !InetAddresses.forString(name).isLoopbackAddress())
                .filter(name -> !name.equals("localhost"))
                .collect(Collectors.toSet());
    }

    @Provides
    @Singleton
    SecondaryTurn secondaryTurn(
            Site site,
            Secondaries secondaries,
            Provider<NodeIdentity> node,
            Workers workers,
            Clock clock,
            Lifecycle lifecycle) {
        SecondaryTurn turn = new SecondaryTurn(
                secondaries.all().isEmpty() ? Site.ALONE : site,
                node::get,
                clock,
                workers.timer(),
                workers.background());
        lifecycle.onStart(turn::start);
        return turn;
    }
}
