// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of nodes that live in one process. Ends with it. Thread-safe; never blocks. */
public final class MemoryState implements SharedState {
    private final Clock clock;
    private final Map<StateKey, Entry> entries = new HashMap<>();

    private record Entry(String text, @Nullable Instant end) {}

    public MemoryState(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> get(StateKey key) {
        return Optional.ofNullable(entries.get(key)).filter(this::isThere).map(Entry::text);
    }

    @Override
    public synchronized boolean putIfAbsent(StateKey key, StateValue value) {
        if (get(key).isPresent()) {
            return false;
        }
        entries.put(key, entry(value));
        return true;
    }

    @Override
    public synchronized boolean compareAndSet(StateKey key, String expected, StateValue next) {
        if (get(key).filter(expected::equals).isEmpty()) {
            return false;
        }
        entries.put(key, entry(next));
        return true;
    }

    @Override
    public synchronized boolean remove(StateKey key, String expected) {
        return get(key).filter(expected::equals).isPresent() && entries.remove(key) != null;
    }

    @Override
    public synchronized Map<String, String> list(StateKind kind) {
        if (!kind.isListed()) {
            throw new IllegalArgumentException("there are too many of the kind " + kind);
        }
        Map<String, String> listed = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (key.kind() == kind && isThere(entry)) {
                listed.put(key.name(), entry.text());
            }
        });
        return listed;
    }

    private boolean isThere(Entry entry) {
        return entry.end() == null || clock.instant().isBefore(Objects.requireNonNull(entry.end()));
    }

    private Entry entry(StateValue value) {
        return new Entry(
                value.text(),
                value.seconds().isPresent()
                        ? clock.instant().plusSeconds(value.seconds().getAsLong())
                        : null);
    }
}
