// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InWordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.25S, 250 ms",
        "PT3S, 3 s",
        "PT3.9S, 3 s",
        "PT1M, 1 min",
        "PT5M30S, 5 min 30 s",
        "PT2H, 2 h",
        "PT2H59S, 2 h",
        "PT26H5M, 1 d 2 h",
        "P5D, 5 d",
        "-PT3M, 3 min"
    })
    void durationShouldBeToldInItsTwoLargestUnits(Duration duration, String words) {
        assertThat(InWords.duration(duration)).isEqualTo(words);
    }
}
