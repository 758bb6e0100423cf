// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private final FakeClock clock = new FakeClock();
    private final LogLimit testee = new LogLimit(clock);
    private final List<Long> lines = new ArrayList<>();

    @Test
    void firstLineShouldBeLogged() {
        testee.run(lines::add);

        assertThat(lines).containsExactly(0L);
    }

    @Test
    void linesShouldBeLeftOutWithinAMinuteAndCounted() {
        for (int i = 0; i < 1000; i++) {
            testee.run(lines::add);
        }
        clock.advance(LogLimit.EVERY);
        testee.run(lines::add);

        assertThat(lines).containsExactly(0L, 999L);
    }

    @Test
    void linesShouldComeAgainWhenAClockThatWasADayAheadIsSetRight() {
        clock.advance(Duration.ofDays(1));
        testee.run(lines::add);
        clock.advance(Duration.ofDays(-1));
        testee.run(lines::add);
        testee.run(lines::add);
        clock.advance(LogLimit.EVERY);
        testee.run(lines::add);

        assertThat(lines).containsExactly(0L, 0L, 1L);
    }

    @Test
    void countShouldStartAgainAfterEachLine() {
        testee.run(lines::add);
        testee.run(lines::add);
        clock.advance(LogLimit.EVERY.plus(Duration.ofSeconds(1)));
        testee.run(lines::add);
        clock.advance(LogLimit.EVERY);
        testee.run(lines::add);

        assertThat(lines).containsExactly(0L, 1L, 0L);
    }
}
