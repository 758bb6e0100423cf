// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Has waiting mail tried now, on a thread of its own: James's queues may take seconds for that, and who notices that a peer is back has
 * other work. Thread-safe; never blocks whoever calls it.
 */
final class Flusher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Flusher.class);

    private final PeerDirectory directory;
    private final Scheduler scheduler =
            Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "domain-sharing-flush", 60, true);
    /** Hosts that are back and whose mail is about to be tried. */
    private final Set<HostAndPort> returning = ConcurrentHashMap.newKeySet();

    Flusher(PeerDirectory directory) {
        this.directory = directory;
    }

    /** What is done to a queue. */
    @FunctionalInterface
    interface Flush {
        void run() throws MessagingException;
    }

    /**
     * Does it behind all that was asked for before. What is tried anew is looked up anew, which must not find what a listener of the
     * peers is about to forget: so those come first.
     *
     * @param what it is done for, for the log
     */
    void run(String what, Flush flush) {
        schedule(what, () -> {
            try {
                directory.awaitListeners();
                flush.run();
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("{} waits for its next try", what, e);
            }
        });
    }

    /** Does it for a host that is back; once, however many mails notice that. */
    void once(HostAndPort host, Runnable flush) {
        if (returning.add(host)) {
            schedule("The mail for " + host, () -> {
                // Before: who comes back during the flush is flushed once more.
                returning.remove(host);
                flush.run();
            });
        }
    }

    private void schedule(String what, Runnable task) {
        try {
            scheduler.schedule(task);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("This server is stopping: {} waits for the next start", what);
        }
    }

    /** What is under way goes on; nothing more begins. Idempotent. */
    @Override
    public void close() {
        scheduler.dispose();
    }
}
