// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names and addresses of the nodes of this site, so that none of them takes another one for a peer. A node is remembered for
 * {@link #LIFETIME} after it was there last: one that is down is still a sister. Thread-safe; only {@link #refresh} blocks.
 */
public final class SiteNodes {
    static final Duration LIFETIME = Duration.ofDays(7);
    /** How often a node says that it is there. */
    static final Duration TOLD_EVERY = Duration.ofHours(1);

    private static final Pattern SPACE = Pattern.compile(" ");

    private final SharedState state;
    private final StateKey key;
    private final String own;
    private final Clock clock;
    private volatile Set<String> all = Set.of();
    private Instant nextTold = Instant.MIN;

    /** @param own host names and IP addresses by which this node is known, without spaces */
    public SiteNodes(SharedState state, Collection<String> own, Clock clock) {
        this.state = state;
        this.own = String.join(" ", new TreeSet<>(own));
        this.key = new StateKey(
                StateKind.NODE,
                Hashing.sha256().hashString(this.own, StandardCharsets.UTF_8).toString());
        this.clock = clock;
    }

    /** Names and IP addresses of all nodes, as of the last {@linkplain #refresh look}. */
    public Set<String> all() {
        return all;
    }

    /**
     * Says that this node is there, and looks who else is.
     *
     * @return whether there are others than before
     * @throws StateUnavailableException nobody can say; all stays as it was
     */
    public synchronized boolean refresh() throws StateUnavailableException {
        Instant now = clock.instant();
        if (!now.isBefore(nextTold)) {
            StateValue value = StateValue.expiring(own, LIFETIME);
            Optional<String> before = state.get(key);
            boolean told =
                    before.isPresent() ? state.compareAndSet(key, before.get(), value) : state.putIfAbsent(key, value);
            nextTold = told ? now.plus(TOLD_EVERY) : now;
        }
        Set<String> found = new HashSet<>();
        state.list(StateKind.NODE).values().forEach(names -> SPACE.splitAsStream(names)
                .filter(name -> !name.isEmpty())
                .forEach(found::add));
        boolean changed = !found.equals(all);
        all = Set.copyOf(found);
        return changed;
    }
}
