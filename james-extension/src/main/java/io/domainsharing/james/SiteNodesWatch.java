// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.state.SharedReading;
import io.domainsharing.ownership.state.SiteNodes;
import io.domainsharing.ownership.state.StateUnavailableException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps up with which nodes the site has, so that MX records name no sister as a peer. Thread-safe. */
final class SiteNodesWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SiteNodesWatch.class);

    private final MxPeers mxPeers;
    private final Workers workers;
    private @Nullable ScheduledFuture<?> looking;

    SiteNodesWatch(MxPeers mxPeers, Workers workers) {
        this.mxPeers = mxPeers;
        this.workers = workers;
    }

    /** Looks once, for peers found by MX are next, and again from then on. Blocks. */
    synchronized void start(SiteNodes nodes) {
        look(nodes);
        long every = SharedReading.EVERY.toNanos();
        looking = workers.timer().scheduleWithFixedDelay(() -> inBackground(nodes), every, every, TimeUnit.NANOSECONDS);
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void inBackground(SiteNodes nodes) {
        try {
            workers.background().execute(() -> look(nodes));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("There is no thread to look for the nodes of this site on; the next time may have one", e);
        }
    }

    private void look(SiteNodes nodes) {
        try {
            if (nodes.refresh()) {
                LOGGER.info("The nodes of this site are known as {}", nodes.all());
                mxPeers.lookAgain();
            }
        } catch (StateUnavailableException | RuntimeException e) {
            LOGGER.debug("The nodes of this site cannot be read now, and stay as they were", e);
        }
    }
}
