// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import java.net.InetAddress;
import java.util.Optional;

/** Whose a remote address is. Thread-safe; never blocks. */
public interface PeerNetworks {
    /** The peer that this remote address belongs to, by the peers' trusted networks. */
    Optional<Peer> at(InetAddress remote);

    /**
     * Whether that is the address of a host found by MX. It grants no rights, for DNS is public: such a one may know what RCPT
     * tells everybody.
     */
    boolean isMxHostAt(InetAddress remote);
}
