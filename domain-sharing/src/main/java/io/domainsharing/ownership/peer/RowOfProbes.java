// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Probes a peer while its breaker is open: {@link #EVERY} after the last probe ended, with or without traffic. One row of probes,
 * however often the breaker closes and opens before the next one is due. Thread-safe.
 */
final class RowOfProbes {
    static final Duration EVERY = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer;
    private final BooleanSupplier isOpen;
    private final Supplier<CompletionStage<?>> probe;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param timer runs nothing that blocks
     * @param isOpen whether a probe is still wanted
     * @param probe asks the peer; the stage never fails
     */
    RowOfProbes(ScheduledExecutorService timer, BooleanSupplier isOpen, Supplier<CompletionStage<?>> probe) {
        this.timer = timer;
        this.isOpen = isOpen;
        this.probe = probe;
    }

    void start() {
        if (running.compareAndSet(false, true)) {
            probeLater();
        }
    }

    /** No probe goes out any more. Idempotent. */
    void close() {
        closed = true;
    }

    private void probeLater() {
        try {
            ScheduledFuture<?> unused = timer.schedule(this::probe, EVERY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The timer is stopped, so this server is stopping.
            closed = true;
        }
    }

    private void probe() {
        if (closed) {
            return;
        }
        if (!isOpen.getAsBoolean()) {
            stop();
            return;
        }
        CompletionStage<?> unused = probe.get().whenComplete((answer, failure) -> {
            if (isOpen.getAsBoolean()) {
                probeLater();
            } else {
                stop();
            }
        });
    }

    private void stop() {
        running.set(false);
        // It may have opened again a moment ago, and seen this row still going on.
        if (isOpen.getAsBoolean()) {
            start();
        }
    }
}
