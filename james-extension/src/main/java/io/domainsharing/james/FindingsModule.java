// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.findings.file.StartRules;
import io.domainsharing.findings.live.FindingMetrics;
import io.domainsharing.findings.live.FindingsBoard;
import io.domainsharing.findings.live.LiveState;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.findings.live.Rounds.Part;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.verdict.HandoverGate;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** What is wrong with this server: looked for within a minute of the start, and every hour. */
final class FindingsModule extends AbstractModule {
    private static final Duration HOURLY = Duration.ofHours(1);
    /** What is only read in memory. */
    private static final Duration STATE = Duration.ofSeconds(10);

    @Provides
    @Singleton
    FindingsBoard board(Clock clock, CollectorRegistry registry) {
        FindingsBoard board = new FindingsBoard(clock);
        FindingMetrics.register(registry, board);
        return board;
    }

    /** As the pipeline is at the start: James reads it once. */
    @Provides
    @Singleton
    HandoverGate handover(DomainSharingConfiguration configuration, ConfigurationProvider files)
            throws ConfigurationException {
        return new HandoverGate(!configuration.enabled() || StartRules.mayHandOver(files));
    }

    // Peers that start at the same time are up by the time that the network is asked.
    @Provides
    @Singleton
    Rounds rounds(FindingsBoard board, FileRules files, DomainRules domains, LiveState state, NetworkRules network) {
        return new Rounds(
                List.of(
                        new Part("files", Duration.ZERO, HOURLY, files),
                        new Part("domains", Duration.ZERO, HOURLY, domains),
                        new Part("state", Duration.ofSeconds(4), STATE, state),
                        new Part("network", Duration.ofSeconds(20), HOURLY, network::check),
                        new Part("listeners", Duration.ofSeconds(25), HOURLY, network::listeners)),
                board,
                Threads.timer("domain-sharing-findings"));
    }
}
