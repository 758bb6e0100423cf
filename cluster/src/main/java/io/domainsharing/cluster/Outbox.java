// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster;

import io.domainsharing.ownership.state.SiteEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of this node on their way to the others: sent on one thread, so that who tells never waits. Of very many some are left out, which
 * others find out by reading again. Thread-safe.
 */
public final class Outbox {
    private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST = 1_000;

    private final Executor thread;
    private final Consumer<SiteEvent> sender;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * An empty one.
     *
     * @param thread runs one task after the other
     * @param sender sends one; throws nothing
     */
    public Outbox(Executor thread, Consumer<SiteEvent> sender) {
        this.thread = thread;
        this.sender = sender;
    }

    /** Never blocks. */
    public void add(SiteEvent event) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return;
        }
        try {
            thread.execute(() -> {
                waiting.decrementAndGet();
                sender.accept(event);
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("This node stops: an event of the site is left out", e);
        }
    }
}
