// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.ownership.PeerName;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The signing peers that are stored, as far as is known here. Thread-safe; reading never blocks, all else does. */
final class StoredSigners {
    private static final Comparator<PeerName> BY_NAME = Comparator.comparing(PeerName::value);

    private final SigningStorage storage;
    private final Runnable changed;
    private volatile Map<PeerName, SigningPeer> all;

    /** @param changed run behind each change of this node: may not block or throw */
    StoredSigners(SigningStorage storage, Runnable changed) {
        this.storage = storage;
        this.changed = changed;
        this.all = byName(storage.load());
    }

    Optional<SigningPeer> get(PeerName name) {
        return Optional.ofNullable(all.get(name));
    }

    /** Whether that one is stored, whenever it was seen to sign. */
    boolean has(SigningPeer peer) {
        return get(peer.name())
                .filter(known -> known.mark().equals(peer.mark()))
                .isPresent();
    }

    /** Takes over what other nodes have changed. */
    synchronized void read() throws IOException {
        all = byName(storage.read(List.copyOf(all.values())));
    }

    synchronized void put(SigningPeer peer) throws IOException {
        Map<PeerName, SigningPeer> next = byName(all.values());
        next.put(peer.name(), peer);
        storage.put(peer, List.copyOf(next.values()));
        all = next;
        changed.run();
    }

    /** Removes that one, if it is stored. */
    synchronized void remove(SigningPeer peer) throws IOException {
        if (has(peer)) {
            Map<PeerName, SigningPeer> next = byName(all.values());
            next.remove(peer.name());
            storage.remove(peer, List.copyOf(next.values()));
            all = next;
            changed.run();
        }
    }

    private static Map<PeerName, SigningPeer> byName(Iterable<SigningPeer> peers) {
        Map<PeerName, SigningPeer> map = new TreeMap<>(BY_NAME);
        peers.forEach(peer -> map.put(peer.name(), peer));
        return map;
    }
}
