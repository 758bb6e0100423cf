// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerNetworks;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last Minger query that came from each peer's trusted addresses, and what it was told: whether a peer asks us, and with
 * the right secret. Of strangers nothing is kept. Thread-safe; never blocks.
 */
public final class LastQueries implements PeerChangeListener {
    /** A right secret that is younger outweighs a wrong one. */
    static final Duration RECENTLY = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(LastQueries.class);

    private final PeerNetworks peers;
    private final Clock clock;
    private final Map<PeerName, Query> queries = new ConcurrentHashMap<>();
    private final Map<PeerName, Standing> standings = new ConcurrentHashMap<>();

    /** Whether a peer has the right secret. */
    private record Standing(Instant lastGood, @Nullable Instant wrongSince) {}

    /** A query and the status in the reply to it. */
    public record Query(Instant at, MingerStatus told) {}

    public LastQueries(PeerNetworks peers, Clock clock) {
        this.peers = peers;
        this.clock = clock;
    }

    /** A query from that address has just been replied to. */
    public void note(InetAddress asker, MingerStatus told) {
        peers.at(asker).ifPresent(peer -> {
            queries.put(peer.name(), new Query(clock.instant(), told));
            if (told == MingerStatus.BAD_CREDENTIALS) {
                standings.compute(peer.name(), this::afterWrongSecret);
            } else if (told.isAboutTheAddress()) {
                standings.compute(peer.name(), this::afterRightSecret);
            }
        });
    }

    /** Since when that peer's queries have a wrong secret, or none; empty: they have not. */
    public Optional<Instant> wrongSecretSince(PeerName peer) {
        return Optional.ofNullable(standings.get(peer)).map(Standing::wrongSince);
    }

    // A stranger can forge the address of a peer, and not its digest: while the peer is heard, the others are not
    // believed.
    private Standing afterWrongSecret(PeerName peer, @Nullable Standing before) {
        Instant now = clock.instant();
        if (before != null
                && (before.wrongSince() != null
                        || now.isBefore(before.lastGood().plus(RECENTLY)))) {
            return before;
        }
        LOGGER.warn(
                "Peer {} asks with a wrong secret, or with none: it is answered 2 (Minger: bad credentials), and tells its clients"
                        + " 451 for addresses that may be here. Give both servers the same <secret> for each other, in"
                        + " conf/domainsharing.xml or by PUT /domain-sharing/peers",
                peer);
        return new Standing(before == null ? Instant.MIN : before.lastGood(), now);
    }

    private Standing afterRightSecret(PeerName peer, @Nullable Standing before) {
        if (before != null && before.wrongSince() != null) {
            LOGGER.info("Peer {} asks with the right secret again", peer);
        }
        return new Standing(clock.instant(), null);
    }

    /** Empty: none came since the start. */
    public Optional<Query> from(PeerName peer) {
        return Optional.ofNullable(queries.get(peer));
    }

    // After: queries are noted for whoever is a peer.
    @Override
    public void afterSwap(PeerChange change) {
        queries.keySet().retainAll(change.after().names());
        standings.keySet().retainAll(change.after().names());
    }
}
