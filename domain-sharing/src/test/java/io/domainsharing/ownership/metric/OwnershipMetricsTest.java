// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipMetricsTest {
    private static final PeerName TOKYO = new PeerName("tokyo");

    private final MetricRegistry registry = new MetricRegistry();
    private final OwnershipMetrics testee = new OwnershipMetrics(registry, new PeerMetrics(registry));

    static Stream<Arguments> events() {
        return Stream.of(
                event("domainSharing.cache.hit", OwnershipMetrics::cacheHit),
                event("domainSharing.cache.hitNobody", OwnershipMetrics::cacheHitNobody),
                event("domainSharing.cache.miss", OwnershipMetrics::cacheMiss),
                event("domainSharing.cache.refresh", OwnershipMetrics::refresh),
                event("domainSharing.cache.evicted", OwnershipMetrics::evicted),
                event("domainSharing.cache.expired", OwnershipMetrics::expired),
                event("domainSharing.answer.accepts", metrics -> metrics.answered(TOKYO, new PeerAnswer.Accepts())),
                event(
                        "domainSharing.answer.acceptsAll",
                        metrics -> metrics.answered(TOKYO, new PeerAnswer.AcceptsAll())),
                event("domainSharing.answer.notNow", metrics -> metrics.answered(TOKYO, new PeerAnswer.NotNow())),
                event("domainSharing.answer.unknown", metrics -> metrics.answered(TOKYO, new PeerAnswer.Unknown())),
                event(
                        "domainSharing.answer.none",
                        metrics ->
                                metrics.answered(TOKYO, new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent"))),
                event("domainSharing.conflict", OwnershipMetrics::conflict),
                event("domainSharing.gateway.unverified", OwnershipMetrics::gatewayUnverified),
                event("domainSharing.directory.unavailable", OwnershipMetrics::directoryUnavailable),
                event("domainSharing.peer.down", metrics -> metrics.onDown(TOKYO)),
                event("domainSharing.peer.return", metrics -> metrics.onReturn(TOKYO)),
                event("domainSharing.peer.acceptsAll", metrics -> metrics.acceptsAll(InMemoryPeers.peer("tokyo"))),
                event("domainSharing.etrn.accepted", metrics -> metrics.etrnAnswered(true)),
                event("domainSharing.etrn.refused", metrics -> metrics.etrnAnswered(false)),
                event("domainSharing.etrn.unanswered", OwnershipMetrics::etrnUnanswered));
    }

    private static Arguments event(String name, Consumer<OwnershipMetrics> event) {
        return Arguments.of(name, event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventShouldAddOneToItsCounterAndToNoOther(String name, Consumer<OwnershipMetrics> event) {
        event.accept(testee);

        assertThat(counts()).containsEntry(name, 1L).satisfies(counts -> assertThat(counts.values())
                .containsOnlyOnce(1L)
                .doesNotContain(2L));
    }

    @Test
    void everyCounterShouldBeThereFromTheStart() {
        assertThat(counts()).hasSize((int) events().count());
    }

    @Test
    void realLookUpsShouldBeCounted() {
        FakeClock clock = new FakeClock();
        InMemoryLookups lookups = new InMemoryLookups();
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock);
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

        assertThat(counts())
                .containsEntry("domainSharing.cache.miss", 2L)
                .containsEntry("domainSharing.cache.hit", 2L)
                .containsEntry("domainSharing.cache.hitNobody", 1L)
                .containsEntry("domainSharing.cache.refresh", 1L);
        assertThat(gauge("domainSharing.cache.size")).isEqualTo(1L);
        assertThat(gauge("domainSharing.cache.sizeNobody")).isEqualTo(1L);
        assertThat(gauge("domainSharing.conflict.open")).isEqualTo(1L);
    }

    private Map<String, Long> counts() {
        return registry.getMeters().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getCount()));
    }

    private Object gauge(String name) {
        return Objects.requireNonNull(registry.getGauges().get(name)).getValue();
    }
}
