// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import io.domainsharing.ownership.PeerName;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A remembered owner: 32 bytes, since there may be a million of them. Thread-safe.
 *
 * <p>A class and not a record, for the marks of what was last tried, which are no part of its value.
 */
public final class CachedOwner {
    private static final AtomicIntegerFieldUpdater<CachedOwner> TRIED_AT =
            AtomicIntegerFieldUpdater.newUpdater(CachedOwner.class, "triedAt");

    private final PeerName owner;
    private final int foundAt;
    private volatile int triedAt;
    private volatile int absentAt;

    CachedOwner(PeerName owner, long foundAtSeconds) {
        this.owner = owner;
        this.foundAt = (int) foundAtSeconds;
        this.triedAt = foundAt;
    }

    public PeerName owner() {
        return owner;
    }

    /** When the owner said yes, to the second. */
    public Instant foundAt() {
        return Instant.ofEpochSecond(foundAtSeconds());
    }

    // Unsigned: good until the year 2106.
    long foundAtSeconds() {
        return Integer.toUnsignedLong(foundAt);
    }

    // Written once a second, so that the cores share the line.
    void noteAbsentHere(long now) {
        if (!isAbsentHere(now)) {
            absentAt = (int) now;
        }
    }

    boolean isAbsentHere(long now) {
        return absentAt == (int) now;
    }

    /** True for exactly one caller once the entry is old enough and the last try long enough ago, all in seconds. */
    boolean claimRefresh(long now, long refreshAfter, long retryAfter) {
        int tried = triedAt;
        return now - foundAtSeconds() >= refreshAfter
                && now - Integer.toUnsignedLong(tried) >= retryAfter
                && TRIED_AT.compareAndSet(this, tried, (int) now);
    }
}
