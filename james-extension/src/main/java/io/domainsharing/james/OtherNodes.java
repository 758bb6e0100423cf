// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.state.SharedReading;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What other nodes of this site change, read from time to time and whenever they tell of it. Put together by one thread. */
final class OtherNodes implements AutoCloseable {
    private final Workers workers;
    private final Map<Kind, SharedReading> readings = new EnumMap<>(Kind.class);

    OtherNodes(Workers workers) {
        this.workers = workers;
    }

    /** Has this read, and also whenever an event of that kind comes. */
    void read(Kind kind, String what, SharedReading.Source source) {
        readings.put(kind, new SharedReading(what, source, workers.timer(), workers.background()));
    }

    /** Reads from here on. Called once. */
    void start() {
        readings.values().forEach(SharedReading::start);
    }

    /** What is read at once, by the event that asks for it. */
    Map<Kind, Runnable> readings() {
        return readings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue()::read));
    }

    /** Idempotent. */
    @Override
    public void close() {
        readings.values().forEach(SharedReading::close);
    }
}
