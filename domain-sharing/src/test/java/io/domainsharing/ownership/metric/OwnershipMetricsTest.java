// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryPeers;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipMetricsTest {
    private static final PeerName TOKYO = new PeerName("tokyo");

    private final RecordingMetricFactory factory = new RecordingMetricFactory();
    private final OwnershipMetrics testee = new OwnershipMetrics(factory);

    static Stream<Arguments> events() {
        return Stream.of(
                event("domainSharing.cache.hit", OwnershipMetrics::cacheHit),
                event("domainSharing.cache.miss", OwnershipMetrics::cacheMiss),
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

        assertThat(factory.countForPrefixName(OwnershipMetrics.PREFIX))
                .containsEntry(name, 1)
                .satisfies(counts -> assertThat(counts.values().stream().mapToInt(count -> count))
                        .containsOnlyOnce(1)
                        .doesNotContain(2));
    }

    @Test
    void everyCounterShouldBeThereFromTheStart() {
        Map<String, Integer> counts = factory.countForPrefixName(OwnershipMetrics.PREFIX);

        assertThat(counts).hasSize((int) events().count());
    }
}
