// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The addresses that one peer left unanswered while it answered others: for {@link #REMEMBERED} they are not asked about again, so
 * that a look-up which takes its whole time cannot be had for each RCPT. Bounded. Thread-safe.
 */
final class UnansweredAddresses {
    static final Duration REMEMBERED = Duration.ofSeconds(10);
    static final int MAXIMUM = 1000;

    private final LongSupplier nanos;
    private final Map<CanonicalAddress, Long> since = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CanonicalAddress, Long> eldest) {
            return size() > MAXIMUM;
        }
    };

    /** @param nanos a clock such as {@link System#nanoTime} */
    UnansweredAddresses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(CanonicalAddress address) {
        since.remove(address);
        since.put(address, nanos.getAsLong());
    }

    synchronized void remove(CanonicalAddress address) {
        since.remove(address);
    }

    synchronized boolean contains(CanonicalAddress address) {
        Long noted = since.get(address);
        if (noted == null) {
            return false;
        }
        if (nanos.getAsLong() - noted >= REMEMBERED.toNanos()) {
            since.remove(address);
            return false;
        }
        return true;
    }
}
