// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock read ten times a second and not for each look-up: the cache counts in seconds and days, and where a virtual
 * machine traps each reading of the clock, that reading costs more than the look-up itself. Should its timer stand still,
 * entries live on that much longer. Thread-safe.
 */
public final class CoarseClock extends Clock implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(100);

    private final Clock clock;
    private final LongSupplier exactNanos;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> ticking;
    private volatile long millis;
    private volatile long nanos;

    /** @param nanos a clock such as {@link System#nanoTime}, which nobody sets */
    public CoarseClock(Clock clock, LongSupplier nanos, ScheduledExecutorService timer) {
        this.clock = clock;
        this.exactNanos = nanos;
        this.timer = timer;
        read();
    }

    private void read() {
        millis = clock.millis();
        nanos = exactNanos.getAsLong();
    }

    /** The clock that nobody sets, read as seldom. */
    public long nanos() {
        return nanos;
    }

    /** Time goes on from here on. Called once. */
    public synchronized void start() {
        read();
        ticking = timer.scheduleWithFixedDelay(this::read, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    /** Time in another zone, read exactly. */
    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }

    /** Time stands still from here on. Idempotent. */
    @Override
    public synchronized void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
