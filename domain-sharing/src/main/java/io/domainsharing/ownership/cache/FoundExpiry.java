// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.github.benmanes.caffeine.cache.Expiry;
import java.util.concurrent.TimeUnit;

/** An owner is believed for so many seconds from the moment it said yes, whenever the entry came into memory. */
final class FoundExpiry implements Expiry<String, CachedOwner> {
    private final CacheTicker ticker;
    private final long foundSeconds;

    FoundExpiry(CacheTicker ticker, long foundSeconds) {
        this.ticker = ticker;
        this.foundSeconds = foundSeconds;
    }

    @Override
    public long expireAfterCreate(String address, CachedOwner owner, long now) {
        long left = owner.foundAtSeconds() + foundSeconds - ticker.seconds();
        return TimeUnit.SECONDS.toNanos(Math.max(0, left));
    }

    @Override
    public long expireAfterUpdate(String address, CachedOwner owner, long now, long currentDuration) {
        return expireAfterCreate(address, owner, now);
    }

    @Override
    public long expireAfterRead(String address, CachedOwner owner, long now, long currentDuration) {
        return currentDuration;
    }
}
