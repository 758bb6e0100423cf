// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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

    private final MetricRegistry registry = new MetricRegistry();
    private final PeerMetrics testee = new PeerMetrics(registry);

    private long count(String name) {
        return Objects.requireNonNull(registry.getMeters().get("domainSharing.peer." + name))
                .getCount();
    }

    private Object gauge(String name) {
        return Objects.requireNonNull(registry.getGauges().get("domainSharing.peer." + name))
                .getValue();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("accepts", YES),
                Arguments.of("acceptsAll", new PeerAnswer.AcceptsAll()),
                Arguments.of("notNow", new PeerAnswer.NotNow()),
                Arguments.of("unknown", new PeerAnswer.Unknown()),
                Arguments.of("timeout", new NoAnswer(Reason.TIMEOUT, "silent")),
                Arguments.of("knownDown", new NoAnswer(Reason.KNOWN_DOWN, "silent lately")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void lookUpShouldBeCountedByPeerAndOutcome(String outcome, PeerAnswer answer) {
        testee.retain(List.of(TOKYO, AUSTIN));

        testee.answered(TOKYO, answer);

        assertThat(count("tokyo.lookup." + outcome)).isEqualTo(1);
        assertThat(registry.getMeters().values().stream().mapToLong(meter -> meter.getCount()))
                .containsOnlyOnce(1L)
                .doesNotContain(2L);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonShouldHaveACounterFromTheStart(Reason reason) {
        testee.retain(List.of(TOKYO));

        assertThat(count("tokyo.lookup." + Counters.nameOf(reason))).isZero();
    }

    @Test
    void latencyShouldBeThatOfWhatWasSaidAndNotOfSilence() {
        testee.retain(List.of(TOKYO));

        testee.took(TOKYO, YES, Duration.ofMillis(20));
        testee.took(TOKYO, new NoAnswer(Reason.REFUSED, "bad credentials"), Duration.ofMillis(20));
        testee.took(TOKYO, new NoAnswer(Reason.TIMEOUT, "silent"), Duration.ofSeconds(5));

        Timer latency = Objects.requireNonNull(registry.getTimers().get("domainSharing.peer.tokyo.latency"));
        assertThat(latency.getCount()).isEqualTo(2);
        assertThat(latency.getSnapshot().getMax())
                .isEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void nothingShouldBeLeftOfAPeerThatIsRemoved() {
        testee.gauge(PeerMetrics.BREAKER_OPEN, peer -> 0);
        testee.retain(List.of(AUSTIN));
        Set<String> before = new TreeSet<>(registry.getNames());
        testee.retain(List.of(AUSTIN, TOKYO));
        assertThat(registry.getNames()).hasSize(2 * before.size());

        testee.retain(List.of(AUSTIN));

        assertThat(registry.getNames()).isEqualTo(before);
    }

    @Test
    void whatIsSaidOfAPeerThatIsNoneShouldMakeNoMetric() {
        testee.retain(List.of(AUSTIN));
        Set<String> before = new TreeSet<>(registry.getNames());

        testee.answered(TOKYO, YES);
        testee.took(TOKYO, YES, Duration.ofMillis(1));
        testee.delivered(TOKYO, 1);

        assertThat(registry.getNames()).isEqualTo(before);
    }

    @Test
    void peerThatStaysShouldKeepItsCounts() {
        testee.retain(List.of(TOKYO));
        testee.answered(TOKYO, YES);

        testee.retain(List.of(AUSTIN, TOKYO));
        testee.answered(TOKYO, YES);

        assertThat(count("tokyo.lookup.accepts")).isEqualTo(2);
    }

    @Test
    void peerThatComesBackShouldBeginAnew() {
        testee.retain(List.of(TOKYO));
        testee.answered(TOKYO, YES);
        testee.retain(List.of());
        testee.retain(List.of(TOKYO));

        testee.answered(TOKYO, YES);

        assertThat(count("tokyo.lookup.accepts")).isEqualTo(1);
    }

    /** Prometheus's names have neither dots nor hyphens, and one of these is what the other one's begins with. */
    @Test
    void namesThatRenderAlikeShouldStayApart() {
        PeerName dot = new PeerName("a.b");
        PeerName hyphen = new PeerName("a-b");
        PeerName prefix = new PeerName("a");
        testee.retain(List.of(prefix, dot, hyphen));

        testee.delivered(dot, 1);
        testee.delivered(hyphen, 2);
        String other = "a_b_" + Integer.toHexString("a-b".hashCode());
        assertThat(count("a_b.delivered")).isEqualTo(1);
        assertThat(count(other + ".delivered")).isEqualTo(2);

        testee.retain(List.of(dot, hyphen));
        assertThat(count("a_b.delivered")).isEqualTo(1);
        assertThat(registry.getNames()).noneMatch(name -> name.startsWith("domainSharing.peer.a."));
    }

    @Test
    void gaugeShouldBeReadForEachPeerWhenSomebodyLooks() {
        testee.retain(List.of(TOKYO));

        testee.gauge(PeerMetrics.WAITING, peer -> peer.value().length());
        testee.retain(List.of(TOKYO, AUSTIN));

        assertThat(gauge("tokyo.waiting")).isEqualTo(5);
        assertThat(gauge("austin.waiting")).isEqualTo(6);
    }
}
