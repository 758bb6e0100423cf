// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
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
 * @param peer whose mailboxes these are: what it does not know is looked up once more; null: no peer, and its word is final
 * @param smartHost takes what none of the hosts has said anything about; null: such mail waits
 */
record Destination(
        String queue, String name, List<HostAndPort> hosts, @Nullable PeerName peer, @Nullable HostAndPort smartHost) {
    Destination {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(name + " has no host");
        }
    }

    /** One that is no peer: its mail never goes any other way. */
    Destination(String queue, String name, List<HostAndPort> hosts) {
        this(queue, name, hosts, null, null);
    }

    static Destination of(Peer peer, DeliveryConfiguration configuration) {
        return new Destination(
                peer.name().value(),
                peer.name().value(),
                peer.smtp(),
                peer.name(),
                configuration.smartHostOnError() ? configuration.smartHost() : null);
    }

    Destination withoutSmartHost() {
        return new Destination(queue, name, hosts, peer, null);
    }

    @Override
    public String toString() {
        return name;
    }
}
