// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D7")
class RetryScheduleTest {
    private static final RetrySchedule DEFAULT =
            RetrySchedule.parse(DeliveryConfiguration.DEFAULT_DELAY_TIME, Duration.ofDays(5));

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1M",
        "PT59S, PT1M",
        "PT1M, PT5M",
        "PT6M, PT15M",
        "PT2H6M, PT4H",
        "PT119H, PT1H",
        "PT119H59M59.999S, PT0.001S",
        "PT120H, PT4H",
        "PT300H, PT4H"
    })
    void waitShouldFollowTheAge(Duration age, Duration wait) {
        assertThat(DEFAULT.waitAt(age)).isEqualTo(wait);
    }

    @Test
    void lastWaitShouldRepeatUntilTheMailExpires() {
        RetrySchedule schedule = RetrySchedule.parse("1 minute, 1 hour", Duration.ofDays(2));

        assertThat(schedule.waitAt(Duration.ofHours(40))).isEqualTo(Duration.ofHours(1));
        assertThat(schedule.isOver(Duration.ofHours(47))).isFalse();
        assertThat(schedule.isOver(Duration.ofDays(2))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "soon", "1*2*3 minutes", "-1*1 minute", "1 fortnight", "0*1 minute"})
    void unusableDelayTimeShouldBeRefused(String delayTime) {
        assertThatThrownBy(() -> RetrySchedule.parse(delayTime, Duration.ofDays(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delayTime");
    }
}
