// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerNetworks;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last Minger query that came from each peer's trusted addresses, and what it was told: whether a peer asks us, and with
 * the right secret. Of strangers nothing is kept. Thread-safe; never blocks.
 */
public final class LastQueries implements PeerChangeListener {
    private final PeerNetworks peers;
    private final Clock clock;
    private final Map<PeerName, Query> queries = new ConcurrentHashMap<>();

    /** A query and the status in the reply to it. */
    public record Query(Instant at, MingerStatus told) {}

    public LastQueries(PeerNetworks peers, Clock clock) {
        this.peers = peers;
        this.clock = clock;
    }

    /** A query from that address has just been replied to. */
    public void note(InetAddress asker, MingerStatus told) {
        peers.at(asker).ifPresent(peer -> queries.put(peer.name(), new Query(clock.instant(), told)));
    }

    /** Empty: none came since the start. */
    public Optional<Query> from(PeerName peer) {
        return Optional.ofNullable(queries.get(peer));
    }

    // After: queries are noted for whoever is a peer.
    @Override
    public void afterSwap(PeerChange change) {
        queries.keySet().retainAll(change.after().names());
    }
}
