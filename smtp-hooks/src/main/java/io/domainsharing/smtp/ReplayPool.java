// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * The threads on which deferred commands are run again once their look-up is answered, so that neither James's I/O
 * threads nor those of the look-ups do a command's work. One for all listeners. A session has at most one task here at a
 * time, so the bound on waiting tasks is a bound on sessions. Thread-safe.
 */
@Singleton
public final class ReplayPool implements Executor, AutoCloseable {
    private static final int DEFAULT_WAITING = 10_000;

    private final ThreadPoolExecutor threads;

    /** A pool of twice as many threads as there are processors, at least four. */
    @Inject
    public ReplayPool() {
        this(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), DEFAULT_WAITING);
    }

    /**
     * @param size number of threads, started when first needed
     * @param waiting how many tasks may wait for a thread
     */
    public ReplayPool(int size, int waiting) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
            Thread thread = new Thread(task, "domain-sharing-replay-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException too many tasks wait already, or the pool is closed */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Takes no more tasks; those taken are still run. Idempotent, does not wait. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
