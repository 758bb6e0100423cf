// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.log;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** For a line that a stranger can cause: at most one a minute, which tells how many were left out before it. Thread-safe. */
public final class LogLimit {
    public static final Duration EVERY = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicLong quietUntil = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();

    public LogLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Logs the line, or leaves it out.
     *
     * @param line logs; told how many such lines were left out since the last one
     */
    public void run(LongConsumer line) {
        long now = clock.millis();
        long until = quietUntil.get();
        // A clock that was a day ahead and has been set right must not silence the lines of a day.
        boolean isOver = now >= until || until - now > EVERY.toMillis();
        if (isOver && quietUntil.compareAndSet(until, now + EVERY.toMillis())) {
            line.accept(leftOut.getAndSet(0));
        } else {
            leftOut.incrementAndGet();
        }
    }
}
