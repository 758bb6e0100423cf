// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.smtp.ReplayPool;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import javax.inject.Inject;
import javax.inject.Singleton;

/** The threads that everything of ours shares; none runs before it is needed. Closed behind everything that uses them. Thread-safe. */
@Singleton
final class Workers implements AutoCloseable {
    private final ScheduledExecutorService timer = Threads.timer("domain-sharing-timer");
    private final ExecutorService background = Threads.pool("domain-sharing-background");

    /** @param replays made before, hence closed after: sessions are told there what becomes of look-ups that the end cuts off */
    @Inject
    Workers(ReplayPool replays) {
        Objects.requireNonNull(replays);
    }

    /** For what never blocks. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** For what may block. */
    ExecutorService background() {
        return background;
    }

    @Override
    public void close() {
        background.shutdown();
        timer.shutdownNow();
    }
}
