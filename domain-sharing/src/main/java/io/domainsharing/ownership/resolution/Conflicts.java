// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses that live on more than one server, as this server or another node of its site found them, at most {@value #MAXIMUM}: one
 * warning for each, and a list for the operator, from which one leaves when it is found solved. Thread-safe; never blocks.
 */
public final class Conflicts {
    static final int MAXIMUM = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Conflicts.class);
    static final Duration KEPT_WITHOUT_ACCOUNT_HERE = Duration.ofDays(1);

    private final Clock clock;
    private final ResolverListener listener;
    private final Cache<CanonicalAddress, Conflict> seen;
    private volatile News news = (address, conflict) -> {};

    public Conflicts(Clock clock, ResolverListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.seen = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfter(new UntilSolved())
                .build();
    }

    /** Hears of what this server finds. */
    @FunctionalInterface
    interface News {
        /**
         * Must not block or throw.
         *
         * @param conflict found, or seen once more; empty: solved
         */
        void noted(CanonicalAddress address, Optional<Conflict> conflict);
    }

    /** What noticed a conflict. */
    public enum FoundBy {
        /** Several peers said yes when they were asked about somebody else's address. */
        LOOKUP,
        /** The check that follows the creation of an account, alias or group. */
        CREATION,
        /** The check of all local addresses, which an operator starts. */
        CHECK
    }

    /** Where the address lives. */
    public enum Kind {
        SEVERAL_PEERS,
        HERE_AND_ON_PEERS
    }

    /**
     * One address on several servers.
     *
     * @param peers that claim it, in configured order; where it does not exist here, mail goes to the first
     * @param since when it was found
     */
    public record Conflict(CanonicalAddress address, List<PeerName> peers, FoundBy foundBy, Instant since) {
        public Conflict {
            peers = List.copyOf(peers);
        }

        public Kind kind() {
            return foundBy == FoundBy.LOOKUP ? Kind.SEVERAL_PEERS : Kind.HERE_AND_ON_PEERS;
        }
    }

    /** All of them, by address. */
    public List<Conflict> all() {
        return seen.asMap().values().stream()
                .sorted(Comparator.comparing(conflict -> conflict.address().value()))
                .toList();
    }

    /** About how many there are. */
    public long size() {
        return seen.estimatedSize();
    }

    /** The peers that were last found to claim the address, be it here too or not; empty: it is no conflict. */
    List<PeerName> claimantsOf(CanonicalAddress address) {
        Conflict known = seen.getIfPresent(address);
        return known == null ? List.of() : known.peers();
    }

    void add(CanonicalAddress address, List<PeerName> peers, FoundBy foundBy) {
        listener.conflict();
        Conflict now = seen.asMap().compute(address, (key, old) -> {
            Conflict found = new Conflict(address, peers, foundBy, clock.instant());
            if (old == null || old.kind() != found.kind()) {
                warn(found);
                return found;
            }
            if (!old.peers().equals(found.peers())) {
                warn(found);
            }
            return new Conflict(address, peers, old.foundBy(), old.since());
        });
        news.noted(address, Optional.of(now));
    }

    /** It is solved, or somebody has decided. */
    public void remove(CanonicalAddress address) {
        if (seen.asMap().remove(address) != null) {
            LOGGER.info("{} is no conflict any more", address);
            news.noted(address, Optional.empty());
        }
    }

    /** Who is told of all that is found here from now on. */
    void onNews(News listener) {
        news = listener;
    }

    /**
     * Takes the place of what is known here; nobody is told of it, and nobody warned: who found them has done so.
     *
     * @param mayChange whether what is known here of an address is no newer
     */
    void takeOver(Map<CanonicalAddress, Conflict> others, Predicate<CanonicalAddress> mayChange) {
        seen.asMap().keySet().removeIf(address -> !others.containsKey(address) && mayChange.test(address));
        others.forEach((address, conflict) -> seen.asMap()
                .compute(
                        address,
                        (key, mine) ->
                                mine == null || (!mine.equals(conflict) && mayChange.test(address)) ? conflict : mine));
    }

    private static void warn(Conflict conflict) {
        if (conflict.kind() == Kind.SEVERAL_PEERS) {
            LOGGER.warn(
                    "{} exists on several peers, {}: mail goes to {}. Remove it from the others",
                    conflict.address(),
                    conflict.peers(),
                    conflict.peers().get(0));
        } else {
            LOGGER.warn(
                    "{} exists here and on {}: each server delivers to its own. Nothing was changed; remove it from all"
                            + " servers but one, then POST /domain-sharing/conflicts to see that it is solved",
                    conflict.address(),
                    conflict.peers());
        }
    }

    /** Of an address that is not here only look-ups tell, and nobody may look it up again. */
    private static final class UntilSolved implements Expiry<CanonicalAddress, Conflict> {
        @Override
        public long expireAfterCreate(CanonicalAddress address, Conflict conflict, long now) {
            return conflict.kind() == Kind.SEVERAL_PEERS ? KEPT_WITHOUT_ACCOUNT_HERE.toNanos() : Long.MAX_VALUE;
        }

        @Override
        public long expireAfterUpdate(CanonicalAddress address, Conflict conflict, long now, long current) {
            return expireAfterCreate(address, conflict, now);
        }

        @Override
        public long expireAfterRead(CanonicalAddress address, Conflict conflict, long now, long current) {
            return current;
        }
    }
}
