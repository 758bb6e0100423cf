// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Which addresses really exist where, and since when: what nobody in the simulation knows. One thread. */
final class Truth {
    private final Agenda agenda;
    private final Map<String, Map<Integer, Long>> since = new HashMap<>();

    Truth(Agenda agenda) {
        this.agenda = agenda;
    }

    void created(String address, int site) {
        since.computeIfAbsent(address, unused -> new HashMap<>()).putIfAbsent(site, agenda.now());
    }

    void deleted(String address, int site) {
        since.getOrDefault(address, Map.of()).remove(site);
    }

    boolean exists(String address) {
        return !since.getOrDefault(address, Map.of()).isEmpty();
    }

    boolean existsAt(String address, int site) {
        return since.getOrDefault(address, Map.of()).containsKey(site);
    }

    /** A site that has had it all along, since before then; empty: none. */
    OptionalLong siteThatHadItFor(Duration time, String address) {
        long then = agenda.now() - time.toNanos();
        return since.getOrDefault(address, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() <= then)
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }
}
