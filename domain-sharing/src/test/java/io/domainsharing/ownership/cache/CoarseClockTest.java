// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CoarseClockTest {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);

    @Test
    void clockShouldFollowTheExactOneOncePerTick() {
        Instant start = clock.instant();
        CoarseClock testee = new CoarseClock(clock, clock::nanos, timer);
        testee.start();

        clock.advance(CoarseClock.TICK.minusMillis(1));
        assertThat(testee.instant()).isEqualTo(start);

        timer.advance(Duration.ofMillis(1));
        assertThat(testee.instant()).isEqualTo(start.plus(CoarseClock.TICK));
        assertThat(testee.millis()).isEqualTo(clock.millis());
    }

    @Test
    void clockShouldStandStillWhenClosed() {
        CoarseClock testee = new CoarseClock(clock, clock::nanos, timer);
        testee.start();
        Instant closed = testee.instant();
        testee.close();

        timer.advance(Duration.ofSeconds(1));

        assertThat(testee.instant()).isEqualTo(closed);
    }
}
