// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.mx.DnsMxLookup;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.CapabilityProbes;
import io.domainsharing.ownership.peer.SmtpLookups;
import io.domainsharing.smtp.OwnerLimits;
import io.domainsharing.smtpclient.SmtpClient;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/** What asks others: by Minger, by SMTP, and DNS. Neither sends anything before it is asked to. */
final class NetworkModule extends AbstractModule {
    @Provides
    @Singleton
    HostResolver hosts(DomainSharingConfiguration configuration) {
        List<InetSocketAddress> nameServers = configuration.mx().nameServers();
        return nameServers.isEmpty() ? HostResolver.ofSystem() : HostResolver.of(nameServers);
    }

    @Provides
    @Singleton
    DnsMxLookup mxLookup(DomainSharingConfiguration configuration) {
        List<InetSocketAddress> nameServers = configuration.mx().nameServers();
        return nameServers.isEmpty() ? DnsMxLookup.ofJames() : DnsMxLookup.of(nameServers);
    }

    @Provides
    @Singleton
    MingerClient minger(LookupConfiguration lookup, HostResolver hosts, MingerMetrics metrics) {
        return MingerClient.create(MingerClientConfiguration.of(hosts)
                .withTries(lookup.timeout(), lookup.attempts(), lookup.budget())
                .withBind(lookup.bind())
                .withMetrics(metrics)
                .withRandomCase());
    }

    /** For look-ups, and for whoever else has something to ask by SMTP. */
    @Provides
    @Singleton
    SmtpClient smtp(LookupConfiguration lookup, HostResolver hosts, Capabilities capabilities) {
        return SmtpLookups.client(lookup, hosts, capabilities);
    }

    @Provides
    @Singleton
    Capabilities capabilities(Clock clock) {
        return new Capabilities(clock, System::nanoTime);
    }

    @Provides
    @Singleton
    CapabilityProbes capabilityProbes(SmtpClient smtp, LookupConfiguration lookup, PeerDirectory directory) {
        CapabilityProbes probes = new CapabilityProbes(smtp::ask, lookup.budget(), System::nanoTime);
        directory.addListener(probes);
        return probes;
    }

    @Provides
    @Singleton
    OwnerLimits limits(Capabilities capabilities, PeerDirectory peers, Gateways gateways, CapabilityProbes probes) {
        return new OwnerLimits(capabilities, peers, gateways, probes);
    }

    @Provides
    @Singleton
    CoarseClock coarseClock(Clock clock, Workers workers, Lifecycle lifecycle) {
        CoarseClock coarse = new CoarseClock(clock, System::nanoTime, workers.timer());
        lifecycle.onStart(coarse::start);
        return coarse;
    }
}
