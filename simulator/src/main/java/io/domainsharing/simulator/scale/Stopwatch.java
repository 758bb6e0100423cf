// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Adds up the time that something takes. One thread. */
final class Stopwatch {
    private final LongSupplier nanos;
    private long total;

    /** @param nanos a clock such as {@link System#nanoTime} */
    Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void measure(Runnable task) {
        long start = nanos.getAsLong();
        task.run();
        total += nanos.getAsLong() - start;
    }

    /** For each of so many; none took nothing. */
    Duration each(long count) {
        return Duration.ofNanos(count == 0 ? 0 : total / count);
    }
}
