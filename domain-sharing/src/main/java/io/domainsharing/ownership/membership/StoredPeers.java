// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.james.core.Domain;

/**
 * What is stored of the peers that came at run time. Immutable.
 *
 * @param peers those that an operator has added, oldest first
 * @param known the names of all peers that had a queue, those of {@code domainsharing.xml} included
 * @param kept which of the removed ones still get the mail that waits for them, so that other nodes of the site hear of it
 * @param mx the other servers among each domain's MX hosts, best first, as DNS said last
 * @param modes what an operator made of the modes of peers that he has not added so
 */
record StoredPeers(
        List<Peer> peers,
        Set<PeerName> known,
        Set<PeerName> kept,
        Map<Domain, List<String>> mx,
        Map<PeerName, ModeChange> modes) {
    static final StoredPeers NOTHING = new StoredPeers(List.of(), Set.of(), Set.of(), Map.of(), Map.of());

    StoredPeers {
        peers = List.copyOf(peers);
        known = Set.copyOf(known);
        kept = Set.copyOf(kept);
        mx = Collections.unmodifiableMap(new LinkedHashMap<>(mx));
        modes = Map.copyOf(modes);
    }

    Optional<Peer> peer(PeerName name) {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    List<PeerName> names() {
        return peers.stream().map(Peer::name).toList();
    }

    /** With that peer, in the place of the one of its name. */
    StoredPeers with(Peer peer) {
        List<Peer> next = new ArrayList<>(peers);
        int place = names().indexOf(peer.name());
        if (place < 0) {
            next.add(peer);
        } else {
            next.set(place, peer);
        }
        Set<PeerName> itself = Set.of(peer.name());
        return new StoredPeers(next, union(known, itself), difference(kept, itself), mx, modes)
                .withModes((name, change) -> !name.equals(peer.name()));
    }

    /** Without that peer, whose name stays known. */
    StoredPeers without(PeerName name, RemovedMail mail) {
        return new StoredPeers(
                peers.stream().filter(peer -> !peer.name().equals(name)).toList(),
                known,
                mail == RemovedMail.KEEP ? union(kept, Set.of(name)) : difference(kept, Set.of(name)),
                mx,
                modes);
    }

    /** Those who have a queue from now on. */
    StoredPeers withKnown(Collection<PeerName> names) {
        return new StoredPeers(peers, union(known, names), difference(kept, names), mx, modes);
    }

    /** Those had a queue at some time. */
    StoredPeers withAlsoKnown(Collection<PeerName> names) {
        return new StoredPeers(peers, union(known, names), kept, mx, modes);
    }

    /** The names and what DNS said: neither peers nor modes. */
    StoredPeers withoutPeers() {
        return new StoredPeers(List.of(), known, Set.of(), mx, Map.of());
    }

    /** That one has no mail any more. */
    StoredPeers forget(PeerName name) {
        return new StoredPeers(peers, difference(known, Set.of(name)), difference(kept, Set.of(name)), mx, modes);
    }

    /** As a file has it that outlives a restart: which mail is kept is forgotten by that. */
    StoredPeers withoutKept() {
        return new StoredPeers(peers, known, Set.of(), mx, modes);
    }

    StoredPeers withMx(Map<Domain, List<String>> next) {
        return new StoredPeers(peers, known, kept, next, modes);
    }

    /** Where that peer, which was not added, is in another mode, or in its own again. */
    StoredPeers withMode(PeerName name, ModeChange change) {
        Map<PeerName, ModeChange> next = new HashMap<>(modes);
        next.put(name, change);
        return new StoredPeers(peers, known, kept, mx, next).withModes((other, its) -> !its.isNone());
    }

    /** With those modes only that still are to count. */
    StoredPeers withModes(BiPredicate<PeerName, ModeChange> counts) {
        Map<PeerName, ModeChange> next = new HashMap<>(modes);
        next.entrySet().removeIf(mode -> !counts.test(mode.getKey(), mode.getValue()));
        return new StoredPeers(peers, known, kept, mx, next);
    }

    /** That peer, which was not added, in the mode that it is in now. */
    Peer inItsMode(Peer peer) {
        ModeChange change = modes.get(peer.name());
        return change != null && change.isOf(peer) ? peer.withMode(change.to()) : peer;
    }

    /** Whether all but what DNS said is the same. */
    boolean hasSamePeers(StoredPeers other) {
        return peers.equals(other.peers)
                && known.equals(other.known)
                && kept.equals(other.kept)
                && modes.equals(other.modes);
    }

    /** Whether DNS said the same, in the same order. */
    boolean hasSameMx(StoredPeers other) {
        return List.copyOf(mx.entrySet()).equals(List.copyOf(other.mx.entrySet()));
    }

    private static Set<PeerName> union(Set<PeerName> some, Collection<PeerName> more) {
        Set<PeerName> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    private static Set<PeerName> difference(Set<PeerName> some, Collection<PeerName> others) {
        Set<PeerName> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
