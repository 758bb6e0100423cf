// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.delivery.DestinationQueue;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the mail of one queue goes: what {@link DestinationQueue} and {@link HostTransport} need to know of a peer or a
 * gateway. Immutable; a destination whose hosts change is a new value of the same name.
 *
 * @param peer its name, that of a peer or a gateway, in log lines and in the path in a returned message
 * @param isPeer a peer, which is one of our own servers, and not a gateway
 * @param hosts tried in this order; every entry carries a port
 * @param tls what is asked of TLS with its hosts, beyond what {@code <delivery>} says for all
 * @param unknownUser how its replies begin that say "no such user" in words of its own
 * @param smartHost takes what none of the hosts has said anything about; null: such mail waits
 */
public record HandoverTarget(
        PeerName peer,
        boolean isPeer,
        List<HostAndPort> hosts,
        PeerTls tls,
        List<ReplyBeginning> unknownUser,
        @Nullable HostAndPort smartHost) {
    public HandoverTarget {
        hosts = List.copyOf(hosts);
        unknownUser = List.copyOf(unknownUser);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(peer + " has no host");
        }
    }

    public static HandoverTarget of(Peer peer, DeliveryConfiguration configuration) {
        return new HandoverTarget(
                peer.name(),
                true,
                peer.smtp(),
                peer.tls(),
                peer.unknownUser(),
                configuration.smartHostOnError() ? configuration.smartHost() : null);
    }

    /** Its own hosts and nothing else. */
    public static HandoverTarget of(Gateway gateway) {
        return new HandoverTarget(gateway.name(), false, gateway.smtp(), PeerTls.DEFAULT, gateway.unknownUser(), null);
    }

    public HandoverTarget withoutSmartHost() {
        return new HandoverTarget(peer, isPeer, hosts, tls, unknownUser, null);
    }

    /** The smart host as one to deliver to: no peer, and nobody's own words. */
    HandoverTarget viaSmartHost(HostAndPort host) {
        return new HandoverTarget(peer, false, List.of(host), PeerTls.DEFAULT, List.of(), null);
    }

    public boolean leadsTo(HostAndPort host) {
        return hosts.contains(host) || host.equals(smartHost);
    }

    @Override
    public String toString() {
        return peer.value();
    }
}
