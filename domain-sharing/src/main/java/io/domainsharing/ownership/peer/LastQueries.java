// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The last Minger query that came from each peer's trusted addresses, and what it was told: whether a peer asks us, and with
 * the right secret. Of strangers nothing is kept. Thread-safe; never blocks.
 */
public final class LastQueries {
    private final Peers peers;
    private final Clock clock;
    private final Map<PeerName, Query> queries = new ConcurrentHashMap<>();

    /** A query and the status in the reply to it. */
    public record Query(Instant at, MingerStatus told) {}

    public LastQueries(Peers peers, Clock clock) {
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

    /** Forgets the peers that are not among these. */
    public void retain(Collection<Peer> all) {
        Set<PeerName> kept = all.stream().map(Peer::name).collect(Collectors.toUnmodifiableSet());
        queries.keySet().retainAll(kept);
    }
}
