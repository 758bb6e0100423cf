// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Wall-clock time for the cache, read once for each look-up: on some machines reading the clock costs more than the look-up
 * itself. Thread-safe.
 */
final class CacheTicker implements Ticker {
    private final Clock clock;
    private volatile long lastSeconds;

    CacheTicker(Clock clock) {
        this.clock = clock;
        this.lastSeconds = seconds();
    }

    @Override
    public long read() {
        long millis = clock.millis();
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
        // Written once a second, so that the cores share the line.
        if (seconds != lastSeconds) {
            lastSeconds = seconds;
        }
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    long seconds() {
        return TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    }

    /** The time of the last look-up, for what follows right upon it. */
    long lastSeconds() {
        return lastSeconds;
    }
}
