// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all nodes of a site list the same conflicts: what one of them finds, or finds solved, is written down in the background, and each
 * takes over what is there. What cannot be written waits, and counts here meanwhile; so does what exceeds {@value #MAXIMUM} entries.
 * Thread-safe; {@link #noted} never blocks, {@link #read} does.
 */
public final class SharedConflicts {
    static final int MAXIMUM = 1_000;
    /** That a conflict of other servers is still seen is written down no more often. */
    static final Duration RENEWED_AFTER = Duration.ofHours(6);

    private static final Logger LOGGER = LoggerFactory.getLogger(SharedConflicts.class);

    private final Conflicts conflicts;
    private final SharedState state;
    private final Clock clock;
    private final Executor background;
    private final Runnable changed;
    /** What other nodes do not know yet; empty: that it is solved. */
    private final Map<CanonicalAddress, Optional<Conflict>> unwritten = new ConcurrentHashMap<>();
    /** When this node has written what the others know; guarded by this. */
    private final Map<CanonicalAddress, Instant> written = new LinkedHashMap<>();
    /** What was there at the last look, and what this node has written since; guarded by this. */
    private final Set<CanonicalAddress> listed = new HashSet<>();

    /**
     * Shares nothing before {@link #start}.
     *
     * @param background where it is written
     * @param changed run behind each change of this node, on its thread: may not block or throw
     */
    public SharedConflicts(Conflicts conflicts, SharedState state, Clock clock, Executor background, Runnable changed) {
        this.conflicts = conflicts;
        this.state = state;
        this.clock = clock;
        this.background = background;
        this.changed = changed;
    }

    /** Shares from here on. Called once. */
    public void start() {
        conflicts.onNews(this::noted);
    }

    private void noted(CanonicalAddress address, Optional<Conflict> conflict) {
        unwritten.put(address, conflict);
        try {
            background.execute(this::writeQuietly);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("There is no thread to share a conflict on; the next look has one", e);
        }
    }

    /**
     * Writes down what is not written yet, and takes over what other nodes have found, and found solved.
     *
     * @throws StateUnavailableException nobody can say now; what is known here stays
     */
    public synchronized void read() throws StateUnavailableException {
        write();
        Map<CanonicalAddress, Conflict> shared = new LinkedHashMap<>();
        state.list(StateKind.CONFLICT).forEach((name, text) -> {
            try {
                CanonicalAddress address = CanonicalAddress.of(new MailAddress(name));
                shared.put(address, ConflictText.parse(address, text));
            } catch (AddressException | IllegalArgumentException e) {
                LOGGER.debug("A conflict that another node has found cannot be read", e);
            }
        });
        listed.clear();
        listed.addAll(shared.keySet());
        written.keySet().retainAll(shared.keySet());
        conflicts.takeOver(shared, address -> !unwritten.containsKey(address));
    }

    private synchronized void writeQuietly() {
        try {
            write();
        } catch (StateUnavailableException e) {
            LOGGER.debug("Conflicts cannot be shared now; tried again at the next look", e);
        }
    }

    private void write() throws StateUnavailableException {
        boolean any = false;
        for (Map.Entry<CanonicalAddress, Optional<Conflict>> news :
                Map.copyOf(unwritten).entrySet()) {
            CanonicalAddress address = news.getKey();
            if (news.getValue().isPresent()) {
                if (listed.size() >= MAXIMUM && !listed.contains(address)) {
                    continue;
                }
                any |= writeFound(address, news.getValue().get());
            } else {
                any |= writeSolved(address);
            }
            unwritten.remove(address, news.getValue());
        }
        if (any) {
            changed.run();
        }
    }

    private boolean writeFound(CanonicalAddress address, Conflict conflict) throws StateUnavailableException {
        StateKey key = keyOf(address);
        StateValue value = valueOf(conflict);
        Optional<String> before = state.get(key);
        if (before.isPresent() && isSame(address, before.get(), conflict) && !isDue(address)) {
            return false;
        }
        boolean done =
                before.isPresent() ? state.compareAndSet(key, before.get(), value) : state.putIfAbsent(key, value);
        if (done) {
            written.put(address, clock.instant());
            listed.add(address);
        }
        // Else another node has written at this moment, and has seen what this one has.
        return done;
    }

    private boolean writeSolved(CanonicalAddress address) throws StateUnavailableException {
        StateKey key = keyOf(address);
        written.remove(address);
        listed.remove(address);
        Optional<String> before = state.get(key);
        return before.isPresent() && state.remove(key, before.get());
    }

    private boolean isDue(CanonicalAddress address) {
        Instant last = written.get(address);
        if (last == null) {
            // Another node's: this one sees it too, from here on.
            written.put(address, clock.instant());
            return false;
        }
        return !clock.instant().isBefore(last.plus(RENEWED_AFTER));
    }

    private static boolean isSame(CanonicalAddress address, String text, Conflict conflict) {
        try {
            Conflict other = ConflictText.parse(address, text);
            return other.kind() == conflict.kind() && other.peers().equals(conflict.peers());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static StateValue valueOf(Conflict conflict) {
        String text = ConflictText.of(conflict);
        return conflict.kind() == Conflicts.Kind.SEVERAL_PEERS
                ? StateValue.expiring(text, Conflicts.KEPT_WITHOUT_ACCOUNT_HERE)
                : StateValue.lasting(text);
    }

    private static StateKey keyOf(CanonicalAddress address) {
        return new StateKey(StateKind.CONFLICT, address.value());
    }
}
