// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.metric.PeerMetrics.Event;
import io.domainsharing.ownership.metric.PeerMetrics.Handover;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.peer.PeerState.Status;
import io.domainsharing.ownership.rehearsal.Difference;
import io.domainsharing.ownership.rehearsal.RehearsedPeer;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerMetricsTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final PeerAnswer YES = new PeerAnswer.Accepts();

    private final CollectorRegistry registry = new CollectorRegistry();
    private final PeerMetrics testee = new PeerMetrics(registry);

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("accepts", YES),
                Arguments.of("accepts_all", new PeerAnswer.AcceptsAll()),
                Arguments.of("not_now", new PeerAnswer.NotNow()),
                Arguments.of("unknown", new PeerAnswer.Unknown()),
                Arguments.of("timeout", new NoAnswer(Reason.TIMEOUT, "silent")),
                Arguments.of("known_down", new NoAnswer(Reason.KNOWN_DOWN, "silent lately")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void lookUpShouldBeCountedByPeerAndOutcome(String outcome, PeerAnswer answer) {
        testee.retain(List.of(TOKYO, AUSTIN));

        testee.answered(TOKYO, answer);

        assertThat(Figures.moved(registry)).isEqualTo(Map.of("lookups_total{tokyo," + outcome + '}', 1.0));
    }

    @ParameterizedTest
    @EnumSource(names = "NOT_ASKED", mode = EnumSource.Mode.EXCLUDE)
    void everyReasonOfALookUpShouldHaveASeriesFromTheStart(Reason reason) {
        testee.retain(List.of(TOKYO));

        assertThat(Figures.of(registry))
                .containsEntry("lookups_total{tokyo," + Words.word(reason) + '}', 0.0)
                .doesNotContainKey("lookups_total{tokyo,no_answer}")
                .doesNotContainKey("lookups_total{tokyo,not_asked}");
    }

    @Test
    void durationShouldBeThatOfWhatWasSaidAndNotOfSilence() {
        testee.retain(List.of(TOKYO));

        testee.took(TOKYO, YES, Duration.ofMillis(250));
        testee.took(TOKYO, new NoAnswer(Reason.REFUSED, "bad credentials"), Duration.ofMillis(500));
        testee.took(TOKYO, new NoAnswer(Reason.TIMEOUT, "silent"), Duration.ofSeconds(5));

        assertThat(Figures.moved(registry))
                .isEqualTo(Map.of(
                        "lookup_duration_seconds_count{tokyo}", 2.0,
                        "lookup_duration_seconds_sum{tokyo}", 0.75));
        assertThat(bucket("0.25")).isEqualTo(1);
        assertThat(bucket("0.5")).isEqualTo(2);
        assertThat(bucket("0.1")).isZero();
    }

    @Test
    void whatBecomesOfAPeerAndItsMailShouldBeCounted() {
        testee.retain(List.of(TOKYO));

        testee.happened(TOKYO, Event.DOWN);
        testee.unproven(TOKYO);
        testee.handedOver(TOKYO, Handover.DELIVERED, 3);
        testee.handedOver(TOKYO, Handover.SMART_HOST, 0);

        assertThat(Figures.moved(registry))
                .isEqualTo(Map.of(
                        "peer_events_total{tokyo,down}", 1.0,
                        "minger_unproven_replies_total{tokyo}", 1.0,
                        "handover_recipients_total{tokyo,delivered}", 3.0));
    }

    @Test
    void nothingShouldBeLeftOfAPeerThatIsRemoved() {
        testee.gauge("domain_sharing_length", "Letters.", peer -> peer.value().length());
        testee.states(peer -> Optional.empty());
        testee.retain(List.of(AUSTIN));
        Map<String, Double> before = Figures.of(registry);
        testee.retain(List.of(AUSTIN, TOKYO));
        assertThat(Figures.of(registry)).hasSize(2 * before.size());

        testee.retain(List.of(AUSTIN));

        assertThat(Figures.of(registry)).isEqualTo(before);
    }

    @Test
    void whatIsSaidOfAPeerThatIsNoneShouldMakeNoSeries() {
        testee.retain(List.of(AUSTIN));
        Map<String, Double> before = Figures.of(registry);

        testee.answered(TOKYO, YES);
        testee.took(TOKYO, YES, Duration.ofMillis(1));
        testee.happened(TOKYO, Event.RETURN);
        testee.unproven(TOKYO);
        testee.handedOver(TOKYO, Handover.DELIVERED, 1);

        assertThat(Figures.of(registry)).isEqualTo(before);
    }

    @Test
    void peerThatStaysShouldKeepItsCounts() {
        testee.retain(List.of(TOKYO));
        testee.answered(TOKYO, YES);

        testee.retain(List.of(AUSTIN, TOKYO));
        testee.answered(TOKYO, YES);

        assertThat(Figures.of(registry)).containsEntry("lookups_total{tokyo,accepts}", 2.0);
    }

    @Test
    void peerThatComesBackShouldBeginAnew() {
        testee.retain(List.of(TOKYO));
        testee.answered(TOKYO, YES);
        testee.retain(List.of());
        testee.retain(List.of(TOKYO));

        testee.answered(TOKYO, YES);

        assertThat(Figures.of(registry)).containsEntry("lookups_total{tokyo,accepts}", 1.0);
    }

    @Test
    void gaugeShouldBeReadForEachPeerWhenSomebodyLooks() {
        testee.retain(List.of(TOKYO));

        testee.gauge("domain_sharing_length", "Letters.", peer -> peer.equals(TOKYO) ? 5 : null);
        testee.retain(List.of(TOKYO, AUSTIN));

        assertThat(Figures.moved(registry)).isEqualTo(Map.of("length{tokyo}", 5.0));
    }

    @Test
    void stateShouldBeOneOfFour() {
        testee.retain(List.of(TOKYO, AUSTIN));

        testee.states(peer ->
                peer.equals(TOKYO) ? Optional.of(new PeerState(Status.REFUSES, Instant.EPOCH)) : Optional.empty());

        assertThat(Figures.moved(registry))
                .isEqualTo(Map.of("peer_state{tokyo,refuses}", 1.0, "peer_state{austin,unknown}", 1.0));
        assertThat(Figures.of(registry)).containsEntry("peer_state{tokyo,up}", 0.0);
    }

    @Test
    void modeShouldBeOneOfThreeAndTheRehearsalBeThatOfAnObservedPeer() {
        testee.retain(List.of(TOKYO, AUSTIN));

        testee.modes(peer -> peer.equals(TOKYO)
                ? Optional.of(SamplePeers.peer("tokyo").withMode(PeerMode.OBSERVE))
                : Optional.empty());
        testee.rehearsal(peer -> peer.equals(TOKYO) ? Optional.of(rehearsed()) : Optional.empty());

        assertThat(Figures.moved(registry))
                .isEqualTo(Map.of("peer_mode{tokyo,observe}", 1.0, "rehearsal_recipients{tokyo,would_take}", 31.0));
        assertThat(Figures.of(registry))
                .containsEntry("peer_mode{tokyo,share}", 0.0)
                .containsEntry("rehearsal_recipients{tokyo,on_both}", 0.0);
    }

    private static RehearsedPeer rehearsed() {
        return new RehearsedPeer(
                TOKYO, Instant.EPOCH, Map.of(Difference.WOULD_TAKE, new RehearsedPeer.Figure(31, List.of())), 0, true);
    }

    private double bucket(String seconds) {
        return registry.getSampleValue(
                "domain_sharing_lookup_duration_seconds_bucket",
                new String[] {"peer", "le"},
                new String[] {"tokyo", seconds});
    }
}
