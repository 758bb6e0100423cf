// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.minger.Network;
import io.domainsharing.ownership.Peers;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may ask this server about its own addresses, by Minger or VRFY, where the configuration lists nobody: the peers and the
 * secondaries (R5), by their trusted networks. Thread-safe; never blocks.
 */
public record Askers(Peers peers, Secondaries secondaries) {
    public boolean include(InetAddress remote) {
        return peers.at(remote).isPresent() || secondaries.isAt(remote);
    }

    /** Those who are at the networks that the configuration lists; where it lists none, these. */
    public Predicate<InetAddress> unless(List<Network> listed) {
        return listed.isEmpty()
                ? this::include
                : remote -> listed.stream().anyMatch(network -> network.contains(remote));
    }
}
