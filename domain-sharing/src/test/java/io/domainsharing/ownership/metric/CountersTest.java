// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final Counters testee = new Counters(registry);

    @Test
    void counterShouldCountAndGiveNoRateThatNobodyMeasures() {
        Meter counter = testee.of("some.counter");

        counter.mark();
        counter.mark(2);

        assertThat(counter.getCount()).isEqualTo(3);
        assertThat(counter.getOneMinuteRate()).isZero();
        assertThat(counter.getFiveMinuteRate()).isZero();
        assertThat(counter.getFifteenMinuteRate()).isZero();
    }

    @Test
    void sameNameShouldBeTheSameCounter() {
        assertThat(testee.of("some.counter")).isSameAs(testee.of("some.counter"));
        assertThat(testee.each("some.", "counter", "other")).containsEntry("counter", testee.of("some.counter"));
        assertThat(registry.getNames()).containsExactly("some.counter", "some.other");
    }
}
