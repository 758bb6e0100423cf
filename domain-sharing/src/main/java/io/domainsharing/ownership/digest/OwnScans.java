// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this server's addresses again and again, for James tells nobody that an account has gone: each second where that is quick, else so
 * seldom that it takes a hundredth of one processor and a tenth of the time, but at least as often as the configuration says. Thread-safe.
 */
public final class OwnScans implements AutoCloseable {
    static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    /** Where a scan is quick, one that somebody wants runs so soon. */
    static final Duration SOON = Duration.ofMillis(200);

    private static final Duration QUICK = Duration.ofMillis(50);
    private static final int OF_PROCESSOR = 100;
    private static final int OF_TIME = 10;
    /** After a scan that failed, twice as long after each further one. */
    static final Duration RETRY = Duration.ofSeconds(5);

    /** So many of the last scans tell what one costs. */
    private static final int JUDGED = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(OwnScans.class);

    private final Scan scan;
    private final Duration every;
    private final LongSupplier nanos;
    private final LongSupplier cpuNanos;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final LogLimit failures;
    private final Deque<Cost> lately = new ArrayDeque<>();
    /** Touched by one scan after the other. */
    private Duration retry = RETRY;

    private @Nullable Future<?> next;
    private boolean isQuick;
    private boolean isSoon;
    private boolean closed;

    private record Cost(Duration took, Duration cpu) {}

    /** Reads all addresses once; may block. */
    @FunctionalInterface
    public interface Scan {
        void run() throws Exception;
    }

    /**
     * Scans from {@link #start} on.
     *
     * @param every at least so often, if a scan takes less than that
     * @param nanos a clock such as {@link System#nanoTime}
     * @param cpuNanos what the thread that asks has used of a processor
     * @param timer runs nothing that blocks
     */
    public OwnScans(
            Scan scan,
            Duration every,
            LongSupplier nanos,
            LongSupplier cpuNanos,
            Clock clock,
            ScheduledExecutorService timer,
            Executor background) {
        this.scan = scan;
        this.every = every;
        this.nanos = nanos;
        this.cpuNanos = cpuNanos;
        this.timer = timer;
        this.background = background;
        this.failures = new LogLimit(clock);
    }

    /** Begins at once. */
    public void start() {
        later(Duration.ZERO);
    }

    /** Something has changed: the next scan runs soon, unless scans take their time. Changes that come at once share one. */
    public synchronized void soon() {
        if (isQuick && !isSoon && next != null && next.cancel(false)) {
            isSoon = true;
            later(SOON);
        }
    }

    private synchronized void later(Duration wait) {
        if (closed) {
            return;
        }
        try {
            next = timer.schedule(this::inBackground, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void inBackground() {
        try {
            background.execute(this::scan);
        } catch (RejectedExecutionException e) {
            // No thread is free now.
            later(SHORTEST_WAIT);
        }
    }

    private void scan() {
        long began = nanos.getAsLong();
        long cpuBegan = cpuNanos.getAsLong();
        Duration wait = shorter(retry, every);
        try {
            begun();
            scan.run();
            retry = RETRY;
            wait = waitAfter(new Cost(
                    Duration.ofNanos(nanos.getAsLong() - began), Duration.ofNanos(cpuNanos.getAsLong() - cpuBegan)));
        } catch (Exception e) {
            // Right after a start a database may be busy, and without a scan there is no digest.
            retry = shorter(retry.multipliedBy(2), every);
            failures.run(leftOut -> LOGGER.warn(
                    "This server's addresses could not be read for its digest, which stays as it was ({} such lines were left out)",
                    leftOut,
                    e));
        } finally {
            later(wait);
        }
    }

    // What changes from here on may need another one.
    private synchronized void begun() {
        isSoon = false;
    }

    // The cheapest of the last counts: one may have met a busy machine, and the very first has everything to load.
    private synchronized Duration waitAfter(Cost last) {
        lately.addLast(last);
        if (lately.size() > JUDGED) {
            lately.removeFirst();
        }
        Duration took = lately.stream().map(Cost::took).reduce(last.took(), OwnScans::shorter);
        Duration cpu = lately.stream().map(Cost::cpu).reduce(last.cpu(), OwnScans::shorter);
        isQuick = cpu.compareTo(QUICK) <= 0;
        if (lately.size() == 1) {
            return SHORTEST_WAIT;
        }
        Duration wait = longer(SHORTEST_WAIT, longer(took.multipliedBy(OF_TIME), cpu.multipliedBy(OF_PROCESSOR)));
        return shorter(wait, every);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
