// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked about the addresses of one domain. Immutable.
 *
 * @param destinations in order of preference
 * @param firstPrevails whether the first of them owns what it says yes to, however early another one says yes
 * @param missing there may be others to be asked: "unknown recipient" cannot be said; null: these are all
 */
public record Asked(List<Destination> destinations, boolean firstPrevails, @Nullable Missing missing) {
    /** As whom DNS stands beside those that were asked, for operators. */
    public static final PeerName DNS = new PeerName("dns");

    /** As whom the other nodes of this site stand there. */
    public static final PeerName OTHER_NODES = new PeerName("other-nodes");

    /**
     * Whose word is missing on who is to be asked.
     *
     * @param who {@link #DNS} or {@link #OTHER_NODES}
     */
    public record Missing(PeerName who, NoAnswer answer) {}

    public Asked {
        destinations = List.copyOf(destinations);
        firstPrevails = firstPrevails && !destinations.isEmpty();
    }

    /** These and nobody else, in this order. */
    public static Asked of(List<? extends Destination> destinations) {
        return new Asked(List.copyOf(destinations), false, null);
    }

    /** The peer of that name, if it is among them. */
    public Optional<Peer> peer(PeerName name) {
        return destinations.stream()
                .filter(Peer.class::isInstance)
                .map(Peer.class::cast)
                .filter(peer -> peer.name().equals(name))
                .findFirst();
    }

    /** The same without one of them, which has refused the address. */
    public Asked without(PeerName refuser) {
        boolean isFirst = !destinations.isEmpty() && destinations.get(0).name().equals(refuser);
        return new Asked(
                destinations.stream()
                        .filter(asked -> !asked.name().equals(refuser))
                        .toList(),
                firstPrevails && !isFirst,
                missing);
    }
}
