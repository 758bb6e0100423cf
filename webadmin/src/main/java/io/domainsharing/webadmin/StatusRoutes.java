// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Severity;
import io.domainsharing.findings.live.FindingsBoard;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.PeerState.Status;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that shows this server at a glance. Asks nobody. */
final class StatusRoutes {
    private final DomainSharingConfiguration configuration;
    private final Instant startedAt;
    private final SharedDomainList domains;
    private final Sources sources;
    private final CacheRoutes cache;
    private final AsciiJson json;

    /** Where the figures come from. */
    record Sources(
            PeerDirectory peers,
            GuardedLookups lookups,
            OwnershipResolver resolver,
            Conflicts conflicts,
            FindingsBoard board,
            WaitingMail waiting) {
        @Inject
        Sources {}
    }

    @Inject
    StatusRoutes(
            DomainSharingConfiguration configuration,
            SharedDomainList domains,
            Sources sources,
            CacheRoutes cache,
            Clock clock,
            AsciiJson json) {
        this.configuration = configuration;
        this.startedAt = clock.instant();
        this.domains = domains;
        this.sources = sources;
        this.cache = cache;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> view(), json);
    }

    StatusView view() {
        OptionalLong undetermined = sources.waiting().undetermined();
        return new StatusView(
                configuration.node().value(),
                configuration.enabled(),
                Build.version(),
                startedAt.toString(),
                domains.all().stream().map(Domain::asString).toList(),
                minger(),
                peerCount(),
                sources.resolver().lookupsInFlight(),
                sources.conflicts().all().size(),
                new StatusView.FindingCount(
                        sources.board().count(Severity.ERROR), sources.board().count(Severity.WARNING)),
                new StatusView.Undetermined(
                        sources.waiting().undeterminedQueue(),
                        undetermined.isPresent() ? undetermined.getAsLong() : null),
                cache.view());
    }

    private StatusView.Minger minger() {
        List<String> bind = configuration
                .minger()
                .filter(minger -> configuration.enabled())
                .map(MingerServerConfiguration::bind)
                .orElse(List.of())
                .stream()
                .map(address -> HostAndPort.fromParts(address.getAddress().getHostAddress(), address.getPort())
                        .toString())
                .toList();
        return new StatusView.Minger(!bind.isEmpty(), bind);
    }

    private StatusView.PeerCount peerCount() {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        sources.peers()
                .current()
                .peers()
                .forEach(peer -> counts.merge(
                        sources.lookups()
                                .state(peer.name())
                                .map(state -> state.status())
                                .orElse(Status.UNKNOWN),
                        1,
                        Integer::sum));
        return new StatusView.PeerCount(
                counts.getOrDefault(Status.UP, 0),
                counts.getOrDefault(Status.REFUSES, 0),
                counts.getOrDefault(Status.DOWN, 0),
                counts.getOrDefault(Status.UNKNOWN, 0));
    }
}
