// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This server's own list with its last changes, so that one who has an earlier version needs the changes only. It remembers {@value
 * #STEPS} of them, with {@value #HASHES} hashes together. Thread-safe.
 */
public final class VersionedList {
    static final int STEPS = 10_000;
    static final int HASHES = 100_000;
    /** As many as one change on the wire has; what is larger is sent as a whole list. */
    static final int LARGEST_STEP = 8_000;

    private final long epoch;
    private final Deque<ListChange> history = new ArrayDeque<>();
    private int remembered;
    private long version = 1;
    private @Nullable HashList current;

    /** @param epoch of this history, at random and not zero */
    public VersionedList(long epoch) {
        this.epoch = epoch;
    }

    /** A list and where it stands in the history. */
    public record Snapshot(Position position, HashList list) {}

    /** The list of now; empty: it is not known yet. */
    public synchronized Optional<Snapshot> current() {
        return Optional.ofNullable(current).map(list -> new Snapshot(new Position(epoch, version), list));
    }

    /** Takes the place of the list of now; false: it is the same. */
    public synchronized boolean become(HashList next) {
        HashList before = current;
        if (before == null) {
            current = next;
            return true;
        }
        ListChange change = ListChange.between(before, next);
        if (change.isEmpty()) {
            return false;
        }
        current = next;
        version++;
        if (change.size() > LARGEST_STEP) {
            history.clear();
            remembered = 0;
        } else {
            remember(change);
        }
        return true;
    }

    private void remember(ListChange change) {
        history.addLast(change);
        remembered += change.size();
        while (history.size() > STEPS || remembered > HASHES) {
            remembered -= history.removeFirst().size();
        }
    }

    /** All changes since then, in order; none: it is the list of now; empty: only the whole list helps. */
    public synchronized Optional<List<ListChange>> since(Position position) {
        long missing = version - position.version();
        if (current == null || position.epoch() != epoch || missing < 0 || missing > history.size()) {
            return Optional.empty();
        }
        if (missing == 0) {
            // As with every sign of life: the history need not be copied.
            return Optional.of(List.of());
        }
        List<ListChange> all = new ArrayList<>(history);
        return Optional.of(List.copyOf(all.subList((int) (all.size() - missing), all.size())));
    }
}
