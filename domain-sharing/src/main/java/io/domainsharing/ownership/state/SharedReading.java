// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from time to time what other nodes of the site have changed, for what they tell may be lost. While it cannot be read,
 * everything stays as it is. Thread-safe.
 */
public final class SharedReading implements AutoCloseable {
    public static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(SharedReading.class);

    private final String what;
    private final Source source;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final AtomicBoolean failing = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> reading;

    /** What is read. */
    @FunctionalInterface
    public interface Source {
        /**
         * Takes over what there is now. Blocks.
         *
         * @throws IOException nobody can say now
         */
        void read() throws IOException;
    }

    /**
     * Reads nothing before {@link #start}.
     *
     * @param what in the plural, for logs, such as {@code peers}
     * @param timer runs nothing that blocks
     * @param background where it reads
     */
    public SharedReading(String what, Source source, ScheduledExecutorService timer, Executor background) {
        this.what = what;
        this.source = source;
        this.timer = timer;
        this.background = background;
    }

    /** Reads from here on. Called once. */
    public synchronized void start() {
        long every = EVERY.toNanos();
        reading = timer.scheduleWithFixedDelay(this::readInBackground, every, every, TimeUnit.NANOSECONDS);
    }

    /** Reads now. Blocks; does not throw. */
    public void read() {
        try {
            source.read();
            if (failing.compareAndSet(true, false)) {
                LOGGER.info("The {} that the nodes of this site share can be read again", what);
            }
        } catch (IOException | RuntimeException e) {
            if (failing.compareAndSet(false, true)) {
                LOGGER.warn(
                        "The {} that the nodes of this site share cannot be read, and stay as they are: {}",
                        what,
                        e.getMessage());
            }
        }
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        if (reading != null) {
            reading.cancel(false);
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void readInBackground() {
        try {
            background.execute(this::read);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("There is no thread to read the {} on; the next time may have one", what, e);
        }
    }
}
