// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Measured values in order: durations in nanoseconds, or ratios. Immutable. */
final class Distribution {
    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    /** At least one value. */
    static Distribution of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    static Distribution ofNanos(List<long[]> samples) {
        return of(samples.stream()
                .flatMapToLong(Arrays::stream)
                .mapToDouble(nanos -> nanos)
                .toArray());
    }

    /** The smallest value that {@code percent} of all do not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    double median() {
        return percentile(50);
    }

    double max() {
        return sorted[sorted.length - 1];
    }

    int size() {
        return sorted.length;
    }

    double millis(double percent) {
        return percentile(percent) / 1e6;
    }

    /** p50, p99 and the maximum of durations. */
    String toMillis() {
        return String.format(Locale.ROOT, "p50 %.2f, p99 %.2f, max %.1f ms", millis(50), millis(99), max() / 1e6);
    }

    /** The median of ratios and between what they lie. */
    String toRatio() {
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f in %d rounds)", median(), sorted[0], max(), sorted.length);
    }
}
