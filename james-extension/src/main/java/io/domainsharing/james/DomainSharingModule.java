// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.mailets.GatewayMail;
import io.domainsharing.mailets.ListMailets;
import io.domainsharing.ownership.FormerPeers;
import io.domainsharing.ownership.ListPeers;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.OwnAddresses;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.ConfigurationFile;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import io.domainsharing.ownership.directory.JamesLocalLists;
import io.domainsharing.ownership.gateway.GatewayQueues;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.RecentAnswers;
import io.domainsharing.ownership.peer.RuntimePeers;
import io.domainsharing.ownership.post.SeenCopies;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.ConflictSweep;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.PeerTrial;
import io.domainsharing.ownership.secondary.Askers;
import io.domainsharing.ownership.secondary.EtrnCaller;
import io.domainsharing.ownership.secondary.Secondaries;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.smtp.ReplayPool;
import io.domainsharing.smtpclient.SmtpClient;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/**
 * What the classes named in James's configuration files are injected with. Named in {@code extensions.properties} as {@code
 * guice.extension.module}; James loads it into a child injector, so nothing of James is rebound here.
 */
public final class DomainSharingModule extends AbstractModule {
    /**
     * James's call: the first thing of ours that runs.
     *
     * @throws IllegalStateException this JAR is for another James
     */
    public DomainSharingModule() {
        JamesFlavour.check();
    }

    @Override
    protected void configure() {
        bind(DomainSharingServices.class);
        bind(ListMailets.class);
        bind(MingerMetrics.class);
        bind(SecondaryCaller.class);
        bind(ReplayPool.class);
        bind(GatewayQueues.class).to(GatewayMail.class);
        bind(OwnAddresses.class).to(AccountsForPeers.class);
    }

    @Provides
    @Singleton
    DomainSharingConfiguration configuration(ConfigurationProvider provider) throws BadConfigurationException {
        return ConfigurationFile.read(provider);
    }

    @Provides
    @Singleton
    SharedDomains sharedDomains(DomainSharingConfiguration configuration, DomainList local) {
        return LocalOrListedDomains.of(configuration, local);
    }

    @Provides
    @Singleton
    Gateways gateways(DomainSharingConfiguration configuration, FileSystem fileSystem)
            throws BadConfigurationException {
        return configuration.enabled()
                ? Gateways.open(configuration.gateways(), new FilePlaces(fileSystem))
                : Gateways.NONE;
    }

    @Provides
    @Singleton
    Secondaries secondaries(DomainSharingConfiguration configuration) {
        return configuration.enabled()
                ? new Secondaries(configuration.secondaries().secondaries())
                : Secondaries.NONE;
    }

    @Provides
    Askers askers(Peers peers, Secondaries secondaries) {
        return new Askers(peers, secondaries);
    }

    @Provides
    @Singleton
    PeerMetrics peerMetrics(MetricRegistry registry) {
        return new PeerMetrics(registry);
    }

    @Provides
    @Singleton
    OwnershipMetrics metrics(MetricRegistry registry, PeerMetrics peers) {
        return new OwnershipMetrics(registry, peers);
    }

    @Provides
    EtrnCaller etrnCaller(SecondaryCaller caller) {
        return caller.caller();
    }

    @Provides
    NodeName node(DomainSharingConfiguration configuration) {
        return configuration.node();
    }

    @Provides
    DeliveryConfiguration delivery(DomainSharingConfiguration configuration) {
        return configuration.delivery();
    }

    @Provides
    LookupConfiguration lookup(DomainSharingConfiguration configuration) {
        return configuration.lookup();
    }

    @Provides
    SendersConfiguration senders(DomainSharingConfiguration configuration) {
        return configuration.senders();
    }

    @Provides
    ListsConfiguration lists(DomainSharingConfiguration configuration) {
        return configuration.lists();
    }

    @Provides
    LocalLists localLists(RecipientRewriteTable rewriteTable) {
        return new JamesLocalLists(rewriteTable);
    }

    @Provides
    TraceKey traceKey(DomainSharingServices services) {
        return services.traceKey();
    }

    @Provides
    Arrivals arrivals(LocalLists lists, SharedDomains shared, Ownership ownership) {
        return new Arrivals(lists, shared, ownership);
    }

    @Provides
    MailDns mailDns(DomainSharingServices services) {
        return services.mailDns();
    }

    @Provides
    SeenCopies seenCopies(DomainSharingServices services) {
        return services.seenCopies();
    }

    @Provides
    Ownership ownership(DomainSharingServices services) {
        return services.ownership();
    }

    @Provides
    OwnershipResolver resolver(DomainSharingServices services) {
        return services.resolver();
    }

    @Provides
    Explainer explainer(DomainSharingServices services) {
        return services.explainer();
    }

    @Provides
    AccountGuard accountGuard(DomainSharingServices services) {
        return services.accountGuard();
    }

    @Provides
    Conflicts conflicts(DomainSharingServices services) {
        return services.conflicts();
    }

    @Provides
    ConflictSweep conflictSweep(DomainSharingServices services) {
        return services.conflictSweep();
    }

    @Provides
    AcceptAllPeers acceptAll(DomainSharingServices services) {
        return services.acceptAll();
    }

    @Provides
    SmtpClient smtp(DomainSharingServices services) {
        return services.smtp();
    }

    @Provides
    PeerGates gates(DomainSharingServices services) {
        return services.gates();
    }

    @Provides
    RecentAnswers recentAnswers(DomainSharingServices services) {
        return services.recentAnswers();
    }

    @Provides
    LastQueries lastQueries(DomainSharingServices services) {
        return services.lastQueries();
    }

    @Provides
    PeerTrial peerTrial(DomainSharingServices services) {
        return services.peerTrial();
    }

    @Provides
    OwnerCache cache(DomainSharingServices services) {
        return services.cache();
    }

    @Provides
    ListPeers listPeers(DomainSharingServices services) {
        return services.listPeers();
    }

    @Provides
    RuntimePeers runtimePeers(DomainSharingServices services) {
        return services.runtimePeers();
    }

    @Provides
    FormerPeers formerPeers(DomainSharingServices services) {
        return services.runtimePeers();
    }

    @Provides
    Peers peers(DomainSharingServices services) {
        return services.peers();
    }
}
