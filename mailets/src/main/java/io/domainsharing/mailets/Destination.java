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
 * Where the mail of one queue goes: what {@link DestinationQueue} and {@link HostTransport} need to know of a peer or a
 * gateway. Immutable; a destination whose hosts change is a new value of the same name.
 *
 * @param peer its name, that of a peer or a gateway, in log lines and in the path in a returned message
 * @param hosts tried in this order; every entry carries a port
 * @param smartHost takes what none of the hosts has said anything about; null: such mail waits
 */
record Destination(PeerName peer, List<HostAndPort> hosts, @Nullable HostAndPort smartHost) {
    Destination {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(peer + " has no host");
        }
    }

    static Destination of(Peer peer, DeliveryConfiguration configuration) {
        return new Destination(
                peer.name(), peer.smtp(), configuration.smartHostOnError() ? configuration.smartHost() : null);
    }

    /** Its own hosts and nothing else. */
    static Destination of(Gateway gateway) {
        return new Destination(gateway.name(), gateway.smtp(), null);
    }

    Destination withoutSmartHost() {
        return new Destination(peer, hosts, null);
    }

    boolean leadsTo(HostAndPort host) {
        return hosts.contains(host) || host.equals(smartHost);
    }

    @Override
    public String toString() {
        return peer.value();
    }
}
