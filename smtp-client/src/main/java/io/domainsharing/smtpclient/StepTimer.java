// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bounds each step of a connection. Belongs to the event loop of the connection. */
final class StepTimer {
    private final EventLoop loop;
    private final Consumer<Duration> late;
    private Duration step;
    private @Nullable Future<?> timer;

    /**
     * @param step the longest that a step takes
     * @param late hears, with that time, of a step that takes longer
     */
    StepTimer(EventLoop loop, Duration step, Consumer<Duration> late) {
        this.loop = loop;
        this.step = step;
        this.late = late;
    }

    /** Counts from the next start on. */
    void setStep(Duration step) {
        this.step = step;
    }

    /** A step begins, and the one before it is over. */
    void start() {
        stop();
        timer = loop.schedule(() -> late.accept(step), step.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
