// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the mail of one queue goes: what {@link DestinationQueue} and {@link HostTransport} need to know of a peer, or of anything
 * else that mail waits for. Immutable; a destination whose hosts change is a new value with the same queue.
 *
 * @param queue the last part of the queue's name, {@code domain-sharing-<queue>}, different for every destination
 * @param name what log lines and the path in a returned message call it
 * @param hosts tried in this order; every entry carries a port
 * @param peer whose mailboxes these are, peer or gateway: what it does not know is looked up once more
 * @param smartHost takes what none of the hosts has said anything about; null: such mail waits
 */
record Destination(String queue, String name, List<HostAndPort> hosts, PeerName peer, @Nullable HostAndPort smartHost) {
    Destination {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(name + " has no host");
        }
    }

    static Destination of(Peer peer, DeliveryConfiguration configuration) {
        return new Destination(
                peer.name().value(),
                peer.name().value(),
                peer.smtp(),
                peer.name(),
                configuration.smartHostOnError() ? configuration.smartHost() : null);
    }

    /** Its own hosts and nothing else. */
    static Destination of(Gateway gateway) {
        return new Destination(gateway.name().value(), gateway.name().value(), gateway.smtp(), gateway.name(), null);
    }

    Destination withoutSmartHost() {
        return new Destination(queue, name, hosts, peer, null);
    }

    @Override
    public String toString() {
        return name;
    }
}
