// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;

/** The peers as they are now, in configured order. Thread-safe; never blocks. */
public interface Peers {
    List<Peer> all();

    /** The peer that this remote address belongs to, by the peers' trusted networks. */
    Optional<Peer> at(InetAddress remote);

    default List<Peer> askedFor(Domain domain) {
        return all().stream().filter(peer -> peer.isAskedFor(domain)).toList();
    }

    default Optional<Peer> named(PeerName name) {
        return all().stream().filter(peer -> peer.name().equals(name)).findFirst();
    }
}
