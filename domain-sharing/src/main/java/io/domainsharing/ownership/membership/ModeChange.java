// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;

/**
 * The mode that an operator gave, while James runs, to a peer that was not added so. It counts as long as the peer's own place says
 * what it said then: whoever writes another mode into the file means that one. Immutable.
 *
 * @param from what the file says, or {@link PeerMode#SHARE} of a peer found by MX
 * @param to what counts instead
 */
record ModeChange(PeerMode from, PeerMode to) {
    boolean isOf(Peer peer) {
        return from == peer.mode();
    }

    boolean isNone() {
        return from == to;
    }
}
