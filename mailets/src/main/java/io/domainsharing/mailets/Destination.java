// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Peer;
import java.util.List;

/**
 * Where the mail of one queue goes: what {@link DestinationQueue} and {@link HostTransport} need to know of a peer, or of anything
 * else that mail waits for. Immutable; a destination whose hosts change is a new value with the same queue.
 *
 * @param queue the last part of the queue's name, {@code domain-sharing-<queue>}, different for every destination
 * @param name what log lines and the path in a returned message call it
 * @param hosts tried in this order; every entry carries a port
 */
record Destination(String queue, String name, List<HostAndPort> hosts) {
    Destination {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(name + " has no host");
        }
    }

    static Destination of(Peer peer) {
        return new Destination(peer.name().value(), peer.name().value(), peer.smtp());
    }

    @Override
    public String toString() {
        return name;
    }
}
