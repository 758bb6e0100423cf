// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.secondary.EtrnCaller;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.IsStartedProbe;
import org.apache.james.utils.UserDefinedStartable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what nobody asks for: the account guard, the Minger server, the questions to the secondaries, and the bringing forward of mail when its peer
 * returns. Named in {@code extensions.properties} as {@code guice.extension.startable}. Also makes a bad configuration stop
 * James even where neither hook nor mailet is configured.
 */
public final class DomainSharingStartable implements UserDefinedStartable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainSharingStartable.class);

    private final DomainSharingConfiguration configuration;
    private final DomainSharingServices services;
    private final PeerDelivery delivery;
    private final MingerServer server;
    private final StartupWarnings warnings;
    private final ListenerWarnings listenerWarnings;
    private final GuardedCreation guardedCreation;
    private final EtrnCaller secondaries;
    private final IsStartedProbe james;

    @Inject
    DomainSharingStartable(
            DomainSharingConfiguration configuration,
            DomainSharingServices services,
            PeerDelivery delivery,
            MingerServer server,
            StartupWarnings warnings,
            ListenerWarnings listenerWarnings,
            GuardedCreation guardedCreation,
            EtrnCaller secondaries,
            IsStartedProbe james) {
        this.configuration = configuration;
        this.services = services;
        this.delivery = delivery;
        this.server = server;
        this.warnings = warnings;
        this.listenerWarnings = listenerWarnings;
        this.guardedCreation = guardedCreation;
        this.secondaries = secondaries;
        this.james = james;
    }

    @Override
    public void start() {
        if (!configuration.enabled()) {
            LOGGER.info("Domain Sharing is off: no conf/domainsharing.xml, or <enabled>false</enabled> in it");
            return;
        }
        warnings.log();
        listenerWarnings.log();
        guardedCreation.install();
        services.gates().addListener(delivery);
        services.mxPeers().addListener(new MxPeers.Listener() {
            @Override
            public void came(PeerName peer) {
                delivery.onReturn(peer);
            }

            @Override
            public void left(PeerName peer) {
                delivery.left(peer);
            }
        });
        server.start();
        // What a secondary then sends must find an open port.
        secondaries.start(james::isStarted);
        LOGGER.info(
                "Domain Sharing is on: node {}, {} peers, {} gateways, domains {}, {}",
                configuration.node(),
                services.peers().all().size(),
                configuration.gateways().size(),
                configuration.domains().isEmpty() ? "all local ones" : configuration.domains(),
                server);
    }

    /** Idempotent. */
    @PreDestroy
    public void stop() {
        server.close();
    }
}
