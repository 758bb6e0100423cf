// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import io.domainsharing.ownership.PeerName;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one observed peer has said of recipients, each address once, by its latest word. Bounded; used by one thread at a time. */
final class Sightings {
    /** Addresses of each difference; of more only the number is kept. */
    static final int MOST = 10_000;

    private final Instant since;
    private final Map<Difference, Set<String>> addresses = new EnumMap<>(Difference.class);
    private final Map<Difference, Long> beyond = new EnumMap<>(Difference.class);
    private long notAsked;

    Sightings(Instant since) {
        this.since = since;
        for (Difference difference : Difference.values()) {
            addresses.put(difference, new LinkedHashSet<>());
            beyond.put(difference, 0L);
        }
    }

    Instant since() {
        return since;
    }

    long notAsked() {
        return notAsked;
    }

    void notAsked(long times) {
        notAsked += times;
    }

    Set<String> addresses(Difference difference) {
        return addresses.getOrDefault(difference, Set.of());
    }

    long beyond(Difference difference) {
        return beyond.getOrDefault(difference, 0L);
    }

    void beyond(Difference difference, long times) {
        beyond.merge(difference, times, Long::sum);
    }

    boolean isKnown(String address) {
        return addresses.values().stream().anyMatch(known -> known.contains(address));
    }

    /** Takes down the latest word on an address; true where that is news, and kept. */
    boolean put(String address, Difference difference) {
        Set<String> same = addresses(difference);
        if (same.contains(address)) {
            return false;
        }
        addresses.values().forEach(others -> others.remove(address));
        if (same.size() >= MOST) {
            beyond(difference, 1);
            return false;
        }
        return same.add(address);
    }

    RehearsedPeer view(PeerName peer, int mostAddresses) {
        Map<Difference, RehearsedPeer.Figure> figures = new EnumMap<>(Difference.class);
        addresses.forEach((difference, known) -> {
            List<String> first = known.stream().limit(mostAddresses).toList();
            figures.put(difference, new RehearsedPeer.Figure(known.size() + beyond(difference), first));
        });
        boolean isExact = beyond.values().stream().allMatch(times -> times == 0);
        return new RehearsedPeer(peer, since, figures, notAsked, isExact);
    }
}
