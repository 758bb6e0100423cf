// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what has been put together, once, and closes it in reverse order, also after a start that failed half-way. James
 * initialises mailets before anything else that an extension can name, so whoever needs the parts first starts them. Thread-safe.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Lifecycle.class);

    private final List<Runnable> starts = new ArrayList<>();
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final Set<AutoCloseable> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Throwable failure;
    private boolean started;
    private boolean closed;

    /** Closes this before everything that was registered earlier. Registered once, however often that is asked for. */
    public synchronized void register(AutoCloseable closeable) {
        if (!known.add(closeable)) {
            return;
        }
        if (closed) {
            close(closeable);
        } else {
            closeables.push(closeable);
        }
    }

    /** Runs the task at the start, behind those before it; at once where everything runs already, never where it is closed. */
    public synchronized void onStart(Runnable task) {
        if (closed) {
            return;
        }
        if (started) {
            task.run();
        } else {
            starts.add(task);
        }
    }

    /**
     * Starts everything, in the order in which it was registered. Later calls change nothing.
     *
     * @throws RuntimeException the first that failed, also to whoever asks later; all that was registered is closed
     */
    public synchronized void start() {
        if (failure != null) {
            throw new IllegalStateException("Domain Sharing did not start: " + failure.getMessage(), failure);
        }
        if (started || closed) {
            return;
        }
        try {
            starts.forEach(Runnable::run);
            started = true;
        } catch (RuntimeException | Error e) {
            failure = e;
            close();
            throw e;
        }
    }

    /** Idempotent. What fails to close keeps nothing else from being closed. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!closeables.isEmpty()) {
            close(closeables.pop());
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOGGER.error("{} did not close as it should", closeable.getClass().getName(), e);
        }
    }
}
