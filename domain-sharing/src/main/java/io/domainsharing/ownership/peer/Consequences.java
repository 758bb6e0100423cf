// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;

/** What it means for mail that a peer says nothing of its addresses, in words for the log: by its mode. Stateless. */
final class Consequences {
    private Consequences() {}

    static String ofSilence(Destination peer) {
        return switch (modeOf(peer)) {
            case SHARE -> "Addresses it may own are answered 451 unless cached; those of a gateway as its whenUnreachable says";
            case OBSERVE -> "It is only observed, so no address is answered otherwise for that";
            case DRAIN -> "Mail for the addresses that are remembered of it waits";
        };
    }

    static String ofRefusal(Destination peer) {
        return switch (modeOf(peer)) {
            case SHARE -> "Addresses that it may own are answered 451 unless cached, and no account of a shared domain can be created";
            case OBSERVE -> "It is only observed, so no address is answered otherwise for that";
            case DRAIN -> "The addresses that are remembered of it cannot be asked about again";
        };
    }

    private static PeerMode modeOf(Destination destination) {
        return destination instanceof Peer peer ? peer.mode() : PeerMode.SHARE;
    }
}
