// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.network.Network;
import io.domainsharing.ownership.membership.PeerNetworks;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.apache.james.core.Domain;

/**
 * The servers that are known by their trusted networks: the peers and the secondaries (R5). They may ask about addresses, by
 * Minger or VRFY, where the configuration lists nobody. Thread-safe; never blocks.
 */
public record AllowedClients(PeerNetworks peers, Secondaries secondaries) {
    public boolean include(InetAddress remote) {
        return peers.at(remote).isPresent() || secondaries.isAt(remote);
    }

    /** Whether a secondary that holds mail for the domain is at this address, and no peer that shares the domain. */
    public boolean isSecondaryFor(InetAddress remote, Domain domain) {
        return secondaries.isAt(remote, domain)
                && peers.at(remote).filter(peer -> peer.isAskedFor(domain)).isEmpty();
    }

    /** Whether it may ask by VRFY: the hosts found by MX may, too. */
    public boolean includeForVrfy(InetAddress remote) {
        return include(remote) || peers.isMxHostAt(remote);
    }

    /** Those who are at the networks that the configuration lists; where it lists none, these. */
    public Predicate<InetAddress> exceptFor(List<Network> listed) {
        return exceptFor(listed, this::include);
    }

    /** As {@link #exceptFor}, for VRFY. */
    public Predicate<InetAddress> forVrfyExceptFor(List<Network> listed) {
        return exceptFor(listed, this::includeForVrfy);
    }

    private static Predicate<InetAddress> exceptFor(List<Network> listed, Predicate<InetAddress> these) {
        return listed.isEmpty() ? these : remote -> listed.stream().anyMatch(network -> network.contains(remote));
    }
}
