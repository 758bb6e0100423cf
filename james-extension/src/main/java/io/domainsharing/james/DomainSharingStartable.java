// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.live.Rounds;
import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.IdleProbes;
import io.domainsharing.ownership.secondary.EtrnCaller;
import io.domainsharing.ownership.secondary.SecondaryTurn;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.IsStartedProbe;
import org.apache.james.utils.UserDefinedStartable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what nobody asks for: the account guard, the Minger server, the questions to the secondaries, and the retry of mail when its peer
 * returns. Named in {@code extensions.properties} as {@code guice.extension.startable}. Also makes a bad configuration stop
 * James even where neither hook nor mailet is configured.
 */
@Singleton
public final class DomainSharingStartable implements UserDefinedStartable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainSharingStartable.class);

    private final DomainSharingConfiguration configuration;
    private final Lifecycle lifecycle;
    private final PeerDirectory directory;
    private final GuardedLookups lookups;
    private final PeerDelivery delivery;
    private final Listening listening;
    private final StartupChecks checks;
    private final AtomicBoolean started = new AtomicBoolean();

    /** What answers others and asks them of its own accord. */
    record Listening(
            MxPeers mxPeers,
            MingerServer server,
            AddressDigests digests,
            IdleProbes probes,
            EtrnCaller secondaries,
            SecondaryTurn turn,
            OtherNodes otherNodes,
            SiteNodesWatch siteNodes,
            IsStartedProbe james) {
        @Inject
        Listening {}

        boolean asksSecondaries() {
            return james.isStarted() && turn.isOurs();
        }
    }

    /** What an operator is told, and what is put before each new account. */
    record StartupChecks(StartupWarnings warnings, Rounds rounds, GuardedCreation guardedCreation) {
        @Inject
        StartupChecks {}
    }

    @Inject
    DomainSharingStartable(
            DomainSharingConfiguration configuration,
            Lifecycle lifecycle,
            PeerDirectory directory,
            GuardedLookups lookups,
            PeerDelivery delivery,
            Listening listening,
            StartupChecks checks) {
        this.configuration = configuration;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.lookups = lookups;
        this.delivery = delivery;
        this.listening = listening;
        this.checks = checks;
    }

    /** {@inheritDoc} A start that fails leaves nothing of ours open. */
    @Override
    public void start() {
        if (started.getAndSet(true)) {
            // Named twice in extensions.properties, which is a finding.
            return;
        }
        if (!configuration.enabled()) {
            LOGGER.info("Domain Sharing is off: no conf/domainsharing.xml, or <enabled>false</enabled> in it");
            return;
        }
        try {
            lifecycle.start();
            checks.warnings().log();
            checks.guardedCreation().install();
            lookups.addListener(delivery);
            listening.server().start();
            listening.digests().start();
            listening.probes().start();
            // What a secondary then sends must find an open port.
            listening.secondaries().start(listening::asksSecondaries);
            checks.rounds().start();
        } catch (RuntimeException | Error e) {
            lifecycle.close();
            LastWord.note(e);
            throw e;
        }
        LOGGER.info(
                "Domain Sharing is on: node {}, {} peers, {} gateways, domains {}, {}",
                configuration.node(),
                directory.current().peers().size(),
                configuration.gateways().size(),
                configuration.domains().isEmpty() ? "all local ones" : configuration.domains(),
                listening.server());
    }
}
