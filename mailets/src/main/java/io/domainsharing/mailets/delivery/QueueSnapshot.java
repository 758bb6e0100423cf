// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be seen in one of James's queues, looked at once for everybody who asks within {@link #FRESH}: to look may take
 * seconds, and each open status page asks. That a queue cannot tell is a finding like others, and kept as long. Thread-safe;
 * who asks waits for the look.
 */
final class QueueSnapshot<T> {
    /** So that a figure is right within a second of what it counts. */
    static final Duration FRESH = Duration.ofMillis(500);

    private static final Logger LOGGER = LoggerFactory.getLogger(QueueSnapshot.class);

    private final String queue;
    private final Look<T> look;
    private final LongSupplier nanoTime;
    private boolean looked;
    private long lookedAt;
    private @Nullable T last;

    /** Looks at the queue; null: it cannot tell. */
    interface Look<T> {
        @Nullable
        T take() throws MessagingException;
    }

    QueueSnapshot(String queue, Look<T> look, LongSupplier nanoTime) {
        this.queue = queue;
        this.look = look;
        this.nanoTime = nanoTime;
    }

    /** Null: the queue cannot tell. */
    synchronized @Nullable T latest() {
        if (!looked || nanoTime.getAsLong() - lookedAt >= FRESH.toNanos()) {
            last = taken();
            looked = true;
            lookedAt = nanoTime.getAsLong();
        }
        return last;
    }

    private @Nullable T taken() {
        try {
            return look.take();
        } catch (MessagingException | RuntimeException e) {
            if (looked && last == null) {
                LOGGER.debug("The queue {} still cannot tell what waits in it", queue, e);
            } else {
                LOGGER.warn("The queue {} cannot tell what waits in it", queue, e);
            }
            return null;
        }
    }
}
