// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scheduler whose time a test moves, together with a {@link FakeClock}; tasks run on the test's thread. */
public final class FakeTimer extends ScheduledThreadPoolExecutor {
    private final FakeClock clock;
    private final List<Task> tasks = new ArrayList<>();

    public FakeTimer(FakeClock clock) {
        super(0);
        this.clock = clock;
    }

    /** Moves the clock on in the steps at which tasks are due, and runs them. */
    public void advance(Duration duration) {
        long end = clock.millis() + duration.toMillis();
        for (Task next = next(end); next != null; next = next(end)) {
            clock.advance(Duration.ofMillis(Math.max(0, next.due - clock.millis())));
            next.runOnce();
        }
        clock.advance(Duration.ofMillis(end - clock.millis()));
    }

    private synchronized @Nullable Task next(long end) {
        tasks.removeIf(Task::isDone);
        Task next = tasks.stream()
                .filter(task -> task.due <= end)
                .min(Comparator.comparingLong(task -> task.due))
                .orElse(null);
        tasks.remove(next);
        return next;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task(command, clock.millis() + unit.toMillis(delay), 0));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return (ScheduledFuture<V>) schedule(
                () -> {
                    try {
                        task.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                delay,
                unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        return add(new Task(command, clock.millis() + unit.toMillis(first), unit.toMillis(delay)));
    }

    /** Tasks that wait. */
    public synchronized int waiting() {
        tasks.removeIf(Task::isDone);
        return tasks.size();
    }

    private synchronized Task add(Task task) {
        tasks.add(task);
        return task;
    }

    private final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long every;
        private long due;

        Task(Runnable command, long due, long every) {
            super(asCallable(command));
            this.due = due;
            this.every = every;
        }

        void runOnce() {
            if (every == 0) {
                run();
                // A deadline may cancel its own timer.
                if (!isCancelled()) {
                    rethrow();
                }
            } else if (runAndReset()) {
                due += every;
                tasks.add(this);
            }
        }

        private void rethrow() {
            try {
                get();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - clock.millis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
        }
    }

    private static Callable<Object> asCallable(Runnable command) {
        return () -> {
            command.run();
            return "done";
        };
    }
}
