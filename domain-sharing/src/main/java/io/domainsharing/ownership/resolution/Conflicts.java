// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses that several peers claim: a warning at most once an hour each, and a list for the operator of those seen within
 * a day, at most {@value #MAXIMUM}. Thread-safe; never blocks.
 */
public final class Conflicts {
    static final int MAXIMUM = 1000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Conflicts.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration WARN_EVERY = Duration.ofHours(1);

    private final Clock clock;
    private final Cache<CanonicalAddress, Conflict> seen;

    public Conflicts(Clock clock) {
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(KEPT)
                .build();
    }

    /**
     * Several peers say yes to one address.
     *
     * @param owners in configured order: mail goes to the first
     */
    public record Conflict(CanonicalAddress address, List<PeerName> owners, Instant warnedAt) {
        public Conflict {
            owners = List.copyOf(owners);
        }
    }

    /** The latest conflicts, by address. */
    public List<Conflict> all() {
        return seen.asMap().values().stream()
                .sorted(Comparator.comparing(conflict -> conflict.address().value()))
                .toList();
    }

    void add(CanonicalAddress address, List<PeerName> owners) {
        Instant now = clock.instant();
        seen.asMap().compute(address, (key, old) -> {
            boolean quiet = old != null && old.warnedAt().plus(WARN_EVERY).isAfter(now);
            if (!quiet) {
                LOGGER.warn(
                        "{} exists on several peers, {}: mail goes to {}. Remove it from the others",
                        address,
                        owners,
                        owners.get(0));
            }
            return new Conflict(address, owners, quiet ? old.warnedAt() : now);
        });
    }

    void remove(CanonicalAddress address) {
        seen.invalidate(address);
    }
}
