// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import io.domainsharing.ownership.PeerName;
import java.time.Duration;
import java.time.Instant;

/**
 * An entry of the cache as operators see it.
 *
 * @param foundAt when the owner said yes, to the second
 * @param age since then
 * @param expiresAt from when it counts no longer
 * @param refreshAt from when its next use has it asked for again in the background
 */
public record RememberedOwner(PeerName owner, Instant foundAt, Duration age, Instant expiresAt, Instant refreshAt) {
    static RememberedOwner of(CachedOwner owner, long nowSeconds, long foundSeconds, long refreshSeconds) {
        Instant foundAt = owner.foundAt();
        return new RememberedOwner(
                owner.owner(),
                foundAt,
                Duration.ofSeconds(Math.max(0, nowSeconds - owner.foundAtSeconds())),
                foundAt.plusSeconds(foundSeconds),
                foundAt.plusSeconds(refreshSeconds));
    }
}
