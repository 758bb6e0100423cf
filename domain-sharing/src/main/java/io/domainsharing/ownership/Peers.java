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

    /**
     * Whether that is the address of a host found by MX. It grants no rights, for DNS is public: such a one may know what RCPT
     * tells everybody.
     */
    default boolean isMxHostAt(InetAddress remote) {
        return false;
    }

    /** Who is asked about addresses of that domain, in order of preference. */
    default List<Peer> askedFor(Domain domain) {
        return all().stream().filter(peer -> peer.isAskedFor(domain)).toList();
    }

    // Loops, not streams: these two are on the path of every RCPT.

    /** Whether that server is among those {@linkplain #askedFor asked} about that address. */
    default boolean isAsked(PeerName name, CanonicalAddress address) {
        for (Peer peer : all()) {
            if (peer.name().equals(name)) {
                // Few peers are limited to domains, and reading one out of an address costs more than all the rest
                // here.
                return peer.domains().isEmpty() || peer.isAskedFor(address.domain());
            }
        }
        return false;
    }

    /** Whether there is nobody to ask. */
    default boolean isNobodyAsked(Domain domain) {
        for (Peer peer : all()) {
            if (peer.isAskedFor(domain)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first of those asked owns what it says yes to, however early another one says yes. */
    default boolean firstPrevails(Domain domain) {
        return false;
    }

    default Optional<Peer> named(PeerName name) {
        return all().stream().filter(peer -> peer.name().equals(name)).findFirst();
    }
}
