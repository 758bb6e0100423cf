// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Durations as people write them: wherever a person reads one, in a log, a finding, a mistake or on a terminal. Pure. */
public final class InWords {
    private static final int UNITS = 2;

    private InWords() {}

    /**
     * The two largest units of a duration, without those that are zero: {@code 3 min}, {@code 2 h 5 min}. To the second, below
     * one to the millisecond; of a negative one its length.
     */
    public static String duration(Duration duration) {
        Duration length = duration.abs();
        if (length.toSeconds() == 0) {
            return length.toMillis() == 0 ? "0 s" : length.toMillis() + " ms";
        }
        return Stream.of(
                        unit(length.toDays(), "d"),
                        unit(length.toHoursPart(), "h"),
                        unit(length.toMinutesPart(), "min"),
                        unit(length.toSecondsPart(), "s"))
                .dropWhile(String::isEmpty)
                .limit(UNITS)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String unit(long count, String unit) {
        return count == 0 ? "" : count + " " + unit;
    }
}
