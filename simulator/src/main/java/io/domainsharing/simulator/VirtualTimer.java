// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timer and the threads of one process, on virtual time. When the process ends nothing of it happens any more. One thread. */
public final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final Agenda agenda;
    private final List<Runnable> held = new ArrayList<>();
    private boolean isShutdown;
    private boolean isStill;

    public VirtualTimer(Agenda agenda) {
        this.agenda = agenda;
    }

    @Override
    public void execute(Runnable command) {
        agenda.in(Duration.ZERO, whileAlive(command));
    }

    private Runnable whileAlive(Runnable command) {
        return () -> {
            if (isStill) {
                held.add(whileAlive(command));
            } else if (!isShutdown) {
                command.run();
            }
        };
    }

    /** The machine stands still: what is due meanwhile is run behind {@link #goOn}. Time goes on. */
    void standStill() {
        isStill = true;
    }

    boolean isStill() {
        return isStill;
    }

    /** Does nothing where it does not stand still. */
    void goOn() {
        isStill = false;
        held.forEach(task -> agenda.in(Duration.ZERO, task));
        held.clear();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Task<V> task = new Task<>(callable, Duration.ZERO);
        task.enter(Duration.ofNanos(unit.toNanos(delay)));
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, first, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        Task<Object> task = new Task<>(Executors.callable(command), Duration.ofNanos(unit.toNanos(delay)));
        task.enter(Duration.ofNanos(unit.toNanos(first)));
        return task;
    }

    @Override
    public void shutdown() {
        isShutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        isShutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown;
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final Duration every;
        private Agenda.@Nullable Entry entry;

        Task(Callable<V> callable, Duration every) {
            super(callable);
            this.every = every;
        }

        void enter(Duration delay) {
            entry = agenda.in(delay, whileAlive(this::due));
        }

        private void due() {
            if (every.isZero()) {
                run();
            } else if (runAndReset()) {
                enter(every);
            }
        }

        // Deadlines are nearly all cancelled: without this they would fill the agenda.
        @Override
        public boolean cancel(boolean mayInterrupt) {
            if (entry != null) {
                entry.cancel();
            }
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return entry == null ? 0 : unit.convert(entry.due() - agenda.now(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
