// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domainsharing.ownership.CanonicalAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The addresses that nobody has, as every peer said a short time ago. It goes by a clock that nobody sets: one that is set back would have
 * "nobody has it" believed for longer, and refuse accounts that were created meanwhile. Thread-safe.
 */
final class NotFound {
    private static final long MAXIMUM = 100_000;

    private final Cache<String, Boolean> addresses;

    /** @param nanos a clock such as {@link System#nanoTime} */
    NotFound(long maximumSize, Duration believed, LongSupplier nanos) {
        this.addresses = Caffeine.newBuilder()
                .maximumSize(Math.min(maximumSize, MAXIMUM))
                .ticker(nanos::getAsLong)
                .expireAfterWrite(believed)
                .build();
    }

    boolean contains(CanonicalAddress address) {
        return addresses.getIfPresent(address.value()) != null;
    }

    void add(CanonicalAddress address) {
        addresses.put(address.value(), Boolean.TRUE);
    }

    void forget(CanonicalAddress address) {
        addresses.invalidate(address.value());
    }

    /** @param end of the addresses to be forgotten */
    void forgetAllOn(String end) {
        addresses.asMap().keySet().removeIf(address -> address.endsWith(end));
    }

    void forgetAll() {
        addresses.invalidateAll();
    }

    /** About how many. */
    long size() {
        return addresses.estimatedSize();
    }

    void settle() {
        addresses.cleanUp();
    }
}
