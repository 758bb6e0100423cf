// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.Set;

/**
 * An address as mail for it came in, and where that leads on this server through aliases, forwards and groups.
 *
 * @param ends every address at the end of a way, the address itself where it leads nowhere
 * @param copied those of them that get a copy whatever the peers do: mailboxes here, and what is neither here nor at a peer
 */
public record Arrival(CanonicalAddress address, Set<CanonicalAddress> ends, Set<CanonicalAddress> copied) {
    public Arrival {
        ends = Set.copyOf(ends);
        copied = Set.copyOf(copied);
    }

    /** An address that leads nowhere but to itself, at a peer. */
    public static Arrival atPeer(CanonicalAddress address) {
        return new Arrival(address, Set.of(address), Set.of());
    }

    /** Whether somebody has a copy by way of it. */
    public boolean isKept() {
        return !copied.isEmpty();
    }
}
