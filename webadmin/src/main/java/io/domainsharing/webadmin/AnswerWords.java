// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.configuration.Words;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A peer's answer in the words of the JSON. */
final class AnswerWords {
    private static final double HUNDREDTHS = 100;
    private static final double NANOS_IN_HUNDREDTH_OF_MILLI = 10_000;

    private AnswerWords() {}

    /** accepts, accepts_all (as it does any address), not_now, unknown, or why there is none. */
    static String of(PeerAnswer answer) {
        return switch (answer.kind()) {
            case ACCEPTS -> "accepts";
            case ACCEPTS_ALL -> "accepts_all";
            case NOT_NOW -> "not_now";
            case UNKNOWN -> "unknown";
            case NO_ANSWER -> Words.word(((PeerAnswer.NoAnswer) answer).reason());
        };
    }

    static @Nullable String detail(PeerAnswer answer) {
        return answer instanceof PeerAnswer.NoAnswer none ? none.detail() : null;
    }

    /** To the hundredth of a millisecond. */
    static double millis(Duration took) {
        return Math.round(took.toNanos() / NANOS_IN_HUNDREDTH_OF_MILLI) / HUNDREDTHS;
    }
}
