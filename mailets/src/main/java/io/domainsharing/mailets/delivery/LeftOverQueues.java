// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.RemovedPeers;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.mail.MessagingException;

/** Queues with mail of peers and gateways that are there no more. */
record LeftOverQueues(
        DeliveryParts parts, RemovedPeers removedPeers, RemovedPeerMail removedMail, PeerDirectory directory) {
    /** At a start, once the others are served. */
    void serve(DestinationQueues destinations) throws MessagingException {
        for (PeerName removed : names(destinations)) {
            serve(removed, destinations);
        }
    }

    // A room knows of mail that another process held, for a peer that this one never had.
    private Set<PeerName> names(DestinationQueues destinations) {
        Set<PeerName> removed = new LinkedHashSet<>(removedPeers.removedNames());
        parts.rooms().known().stream()
                .flatMap(queue -> DestinationQueues.nameIn(queue).stream())
                .filter(name -> !name.equals(PeerBlock.RESERVED) && destinations.existing(name) == null)
                .filter(name -> !directory.current().elsewhere().contains(name))
                .forEach(removed::add);
        return removed;
    }

    /** The mail of a peer or a gateway that was taken out of the file goes back; an empty queue of that name is forgotten. */
    void serve(PeerName name, DestinationQueues destinations) throws MessagingException {
        // Not closed: James's memory queue would lose its mail.
        if (parts.room(DestinationQueues.nameOf(name), 1).isEmpty()) {
            removedPeers.forgetRemoved(name);
        } else {
            removedMail.sendBack(name, destinations.of(name).room());
        }
    }
}
