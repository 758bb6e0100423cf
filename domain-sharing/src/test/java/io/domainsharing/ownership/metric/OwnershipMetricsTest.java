// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipMetricsTest {
    private static final PeerName TOKYO = new PeerName("tokyo");

    private final CollectorRegistry registry = new CollectorRegistry();
    private final PeerMetrics peers = new PeerMetrics(registry);
    private final OwnershipMetrics testee = new OwnershipMetrics(registry, peers);

    static Stream<Arguments> events() {
        return Stream.of(
                event("cache_lookups_total{hit}", OwnershipMetrics::cacheHit),
                event("cache_lookups_total{hit_unknown}", OwnershipMetrics::cacheHitNobody),
                event("cache_lookups_total{miss}", OwnershipMetrics::cacheMiss),
                event("cache_refreshes_total", OwnershipMetrics::refresh),
                event("cache_forgotten_total{evicted}", OwnershipMetrics::evicted),
                event("cache_forgotten_total{expired}", OwnershipMetrics::expired),
                event("conflicts_found_total", OwnershipMetrics::conflict),
                event("gateway_unverified_total", OwnershipMetrics::gatewayUnverified),
                event("directory_failures_total", OwnershipMetrics::directoryUnavailable),
                event(
                        "harvest_answers_total{owner}",
                        metrics -> metrics.harvestAnswered(new Verdict.OnPeer(TOKYO, Verdict.Source.CACHE))),
                event("harvest_answers_total{nobody}", metrics -> metrics.harvestAnswered(new Verdict.Nobody())),
                event(
                        "harvest_answers_total{undetermined}",
                        metrics -> metrics.harvestAnswered(new Verdict.Undetermined(List.of()))),
                event("etrn_requests_total{accepted}", metrics -> metrics.etrnAnswered(true)),
                event("etrn_requests_total{refused}", metrics -> metrics.etrnAnswered(false)),
                event("etrn_requests_total{unanswered}", OwnershipMetrics::etrnUnanswered));
    }

    static Stream<Arguments> eventsOfAPeer() {
        return Stream.of(
                event("lookups_total{tokyo,not_now}", metrics -> metrics.answered(TOKYO, new PeerAnswer.NotNow())),
                event("peer_events_total{tokyo,down}", metrics -> metrics.onDown(TOKYO)),
                event("peer_events_total{tokyo,return}", metrics -> metrics.onReturn(TOKYO)),
                event(
                        "peer_events_total{tokyo,accepts_all}",
                        metrics -> metrics.acceptsAll(InMemoryPeers.peer("tokyo"))));
    }

    private static Arguments event(String name, Consumer<OwnershipMetrics> event) {
        return Arguments.of(name, event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventShouldAddOneToItsCounterAndToNoOther(String name, Consumer<OwnershipMetrics> event) {
        event.accept(testee);

        assertThat(Figures.moved(registry)).isEqualTo(Map.of(name, 1.0));
    }

    @ParameterizedTest
    @MethodSource("eventsOfAPeer")
    void eventOfAPeerShouldAddOneToItsCounterAndToNoOther(String name, Consumer<OwnershipMetrics> event) {
        peers.retain(List.of(TOKYO, new PeerName("austin")));

        event.accept(testee);

        assertThat(Figures.moved(registry)).isEqualTo(Map.of(name, 1.0));
    }

    @Test
    void everyCounterShouldBeThereFromTheStart() {
        assertThat(Figures.of(registry)).hasSize((int) events().count());
    }

    @Test
    void useOfTheCacheShouldBeToldAsCounted() {
        testee.cacheHit();
        testee.cacheHit();
        testee.cacheMiss();
        testee.evicted();

        assertThat(testee.cacheUse()).isEqualTo(new CacheUse(2, 1, 0, 1));
    }

    @Test
    void realLookUpsShouldBeCounted() {
        FakeClock clock = new FakeClock();
        InMemoryLookups lookups = new InMemoryLookups();
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        Conflicts conflicts = new Conflicts(clock, testee);
        testee.watch(cache, conflicts);
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        new InMemoryDirectory(),
                        new InMemoryPeers(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin")).directory(),
                        lookups,
                        cache,
                        conflicts)
                .listener(testee)
                .build(clock, new FakeTimer(clock), Runnable::run);
        lookups.program("tokyo", new PeerAnswer.Accepts());
        lookups.program("austin", new PeerAnswer.Accepts());

        resolver.resolve(address("both@example.com"));
        resolver.known(address("both@example.com"));
        clock.advance(Duration.ofHours(2));
        resolver.known(address("both@example.com"));
        lookups.program("tokyo", new PeerAnswer.Unknown());
        lookups.program("austin", new PeerAnswer.Unknown());
        resolver.resolve(address("nobody@example.com"));
        resolver.known(address("nobody@example.com"));

        assertThat(Figures.of(registry))
                .containsEntry("cache_lookups_total{miss}", 2.0)
                .containsEntry("cache_lookups_total{hit}", 2.0)
                .containsEntry("cache_lookups_total{hit_unknown}", 1.0)
                .containsEntry("cache_refreshes_total", 1.0)
                .containsEntry("cache_entries{owner}", 1.0)
                .containsEntry("cache_entries{unknown}", 1.0)
                .containsEntry("open_conflicts", 1.0);
    }
}
