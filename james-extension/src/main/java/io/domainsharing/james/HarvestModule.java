// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import io.domainsharing.ownership.harvest.HarvestAnswers;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.smtp.HarvestGate;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that try addresses. Nobody is held for one unless the configuration says so. */
final class HarvestModule extends AbstractModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(HarvestModule.class);

    @Provides
    @Singleton
    Harvests harvests(
            DomainSharingConfiguration configuration,
            PeerDirectory directory,
            CoarseClock coarse,
            Clock clock,
            OwnershipMetrics metrics) {
        HarvestConfiguration rules = configuration.harvest().orElse(HarvestConfiguration.DEFAULT);
        Harvests harvests = new Harvests(rules, coarse::nanos, clock);
        metrics.watch(harvests);
        LogLimit lines = new LogLimit(clock);
        harvests.addListener((suspect, lasts, isNew) -> {
            if (isNew) {
                lines.run(leftOut -> LOGGER.info(
                        "{} tries addresses: it has named {} within {} s that nobody has, and no peer is asked about"
                                + " further ones for {} s ({} such lines were left out)",
                        suspect.client(),
                        rules.unknowns(),
                        rules.within().toSeconds(),
                        lasts.toSeconds(),
                        leftOut));
            }
        });
        directory.addListener(harvests);
        return harvests;
    }

    @Provides
    @Singleton
    HarvestGate gate(
            DomainSharingConfiguration configuration,
            Harvests harvests,
            Ownership ownership,
            Workers workers,
            OwnershipMetrics metrics) {
        return configuration
                .harvest()
                .map(harvest -> HarvestGate.of(
                        harvests,
                        new HarvestAnswers(ownership, harvest.delay(), workers.timer(), metrics::harvestAnswered)))
                .orElseGet(HarvestGate::off);
    }
}
