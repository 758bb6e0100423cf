// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that others have asked this server about, with the time: who asks may be about to create one, and until its digest can
 * have it nobody's digest says no to it. Holds the latest {@value #MAXIMUM}; of what was pushed out it knows the time, and then takes every
 * address for one that was asked about. Thread-safe; never blocks.
 */
public final class AskedLately {
    static final int MAXIMUM = 100_000;

    private final @Nullable LongSupplier nanos;
    private final Map<CanonicalAddress, Long> askedAt = new LinkedHashMap<>();
    private @Nullable Long lostUntil;

    /** @param nanos a clock such as {@link System#nanoTime} */
    public AskedLately(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private AskedLately() {
        this.nanos = null;
    }

    /** Remembers nothing, and takes every address for one that was asked about: there are no digests. */
    public static AskedLately off() {
        return new AskedLately();
    }

    /** Somebody asks about it now. To be called before it is answered. */
    public synchronized void note(CanonicalAddress address) {
        if (nanos == null) {
            return;
        }
        askedAt.remove(address);
        askedAt.put(address, nanos.getAsLong());
        if (askedAt.size() > MAXIMUM) {
            Iterator<Long> times = askedAt.values().iterator();
            lostUntil = times.next();
            times.remove();
        }
    }

    /**
     * Whether it may have been asked about after that.
     *
     * @param covered by the same clock; null: whenever
     */
    synchronized boolean since(CanonicalAddress address, @Nullable Long covered) {
        return nanos == null || isAfter(lostUntil, covered) || isAfter(askedAt.get(address), covered);
    }

    private static boolean isAfter(@Nullable Long time, @Nullable Long covered) {
        return time != null && (covered == null || time - covered > 0);
    }
}
