// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Our own threads: few, daemons, named. */
final class Threads {
    private static final int QUEUED = 20_000;
    private static final int SIZE = Math.max(4, Runtime.getRuntime().availableProcessors());

    private Threads() {}

    /** For what never blocks. A cancelled task leaves at once: budgets are cancelled far more often than they run out. */
    static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory(name));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** For what may block; beyond the queue a task is rejected, never run by its caller. */
    static ExecutorService pool(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                SIZE, SIZE, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUED), factory(name + "-%d"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory factory(String name) {
        return new ThreadFactoryBuilder().setDaemon(true).setNameFormat(name).build();
    }
}
