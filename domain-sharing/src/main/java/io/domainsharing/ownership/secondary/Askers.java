// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.ownership.Peers;
import java.net.InetAddress;

/**
 * Who may ask this server about its own addresses, by Minger or VRFY, where the configuration lists nobody: the peers and the
 * secondaries (R5), by their trusted networks. Thread-safe; never blocks.
 */
public record Askers(Peers peers, Secondaries secondaries) {
    public boolean include(InetAddress remote) {
        return peers.at(remote).isPresent() || secondaries.isAt(remote);
    }
}
