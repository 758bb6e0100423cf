// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import io.domainsharing.ownership.PeerName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whom the peers suspect. A peer has room for {@value #OF_ONE_PEER} clients, and is believed for an hour at most; what exceeds either is
 * thrown away, so that a peer that is wrong does little harm, and none for long. Not thread-safe.
 */
final class Hints {
    static final int OF_ONE_PEER = 1_000;
    static final Duration LONGEST = Duration.ofHours(1);

    private final Map<PeerName, Map<ClientBlock, Hint>> hints = new HashMap<>();

    /**
     * What one peer says of one client.
     *
     * @param since by the same clock as {@code until}, in nanoseconds
     */
    record Hint(ClientBlock client, PeerName toldBy, long since, long until) {
        boolean counts(long now) {
            return until - now > 0;
        }
    }

    /** Takes the place of what that peer has said of that client before. */
    void take(PeerName peer, ClientBlock client, Duration lasts, long now) {
        Map<ClientBlock, Hint> ofPeer = hints.computeIfAbsent(peer, added -> new LinkedHashMap<>());
        Hint before = ofPeer.get(client);
        if (before == null && ofPeer.size() >= OF_ONE_PEER) {
            ofPeer.values().removeIf(hint -> !hint.counts(now));
        }
        if (before != null || ofPeer.size() < OF_ONE_PEER) {
            Duration believed = lasts.compareTo(LONGEST) < 0 ? lasts : LONGEST;
            long since = before != null && before.counts(now) ? before.since() : now;
            ofPeer.put(client, new Hint(client, peer, since, now + believed.toNanos()));
        }
    }

    boolean isSuspect(ClientBlock client, long now) {
        for (Map<ClientBlock, Hint> ofPeer : hints.values()) {
            Hint hint = ofPeer.get(client);
            if (hint != null && hint.counts(now)) {
                return true;
            }
        }
        return false;
    }

    void forget(ClientBlock client) {
        hints.values().forEach(ofPeer -> ofPeer.remove(client));
    }

    void forget(PeerName peer) {
        hints.remove(peer);
    }

    void each(long now, Consumer<Hint> told) {
        hints.values().forEach(ofPeer -> ofPeer.values().stream()
                .filter(hint -> hint.counts(now))
                .forEach(told));
    }
}
