// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Doubt;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a failing local directory: a doubt to who asked, one log line a minute to the operator. Thread-safe. */
final class DirectoryTrouble {
    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryTrouble.class);
    private static final long LOG_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Clock clock;
    private final ResolverListener listener;
    private final AtomicLong quietUntil = new AtomicLong();

    DirectoryTrouble(Clock clock, ResolverListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    Verdict undetermined(DirectoryUnavailableException failure) {
        listener.directoryUnavailable();
        long now = clock.millis();
        long until = quietUntil.get();
        if (now >= until && quietUntil.compareAndSet(until, now + LOG_EVERY_MILLIS)) {
            LOGGER.warn("The local directory cannot answer: addresses are undetermined (451) meanwhile", failure);
        }
        // The message may quote the address, which came from outside.
        String reason = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", "?");
        return new Verdict.Undetermined(List.of(new Doubt("local directory", reason, false)));
    }
}
