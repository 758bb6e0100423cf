// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each source address, holding one second's worth. Remembers the sources seen last; one that is forgotten
 * starts with a full bucket, so a flood of forged sources takes nothing from anybody. Thread-safe; never blocks.
 */
public final class SourceLimiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long nanosPerQuery;
    private final long burstNanos;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Bucket> buckets;

    /**
     * Every source starts with a full bucket.
     *
     * @param queriesPerSecond for each source; as many may come at once
     * @param maximumSources how many sources are remembered
     * @param nanoTime as {@link System#nanoTime}
     */
    public SourceLimiter(int queriesPerSecond, int maximumSources, LongSupplier nanoTime) {
        this.nanosPerQuery = Math.max(1, NANOS_PER_SECOND / queriesPerSecond);
        this.burstNanos = nanosPerQuery * queriesPerSecond;
        this.nanoTime = nanoTime;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
                return size() > maximumSources;
            }
        };
    }

    /** Whether one more query of that source is within its rate; it counts if so. */
    public synchronized boolean admits(InetAddress source) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(source);
        if (bucket == null) {
            bucket = new Bucket(burstNanos, now);
            buckets.put(source, bucket);
        }
        return bucket.take(now);
    }

    synchronized int size() {
        return buckets.size();
    }

    /** Its content is counted in nanoseconds: each that passes adds one, each query takes its share of a second. */
    private final class Bucket {
        private long content;
        private long filledAt;

        Bucket(long content, long filledAt) {
            this.content = content;
            this.filledAt = filledAt;
        }

        boolean take(long now) {
            content = Math.min(burstNanos, content + Math.max(0, Math.min(now - filledAt, burstNanos)));
            filledAt = now;
            if (content < nanosPerQuery) {
                return false;
            }
            content -= nanosPerQuery;
            return true;
        }
    }
}
