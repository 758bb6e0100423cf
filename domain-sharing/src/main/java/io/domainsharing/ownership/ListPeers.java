// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;

/**
 * Who may have a list of this server too, and how each is asked: those who are asked about the list's address at RCPT, DNS
 * included, which gives no answer while it does not say who the peers are. But no gateway's host: it shares no list. Thread-safe;
 * never blocks.
 */
public final class ListPeers {
    private final Peers asked;
    private final PeerLookups lookups;

    /**
     * Takes those who are asked, whoever they are when a list is.
     *
     * @param asked those who are asked at RCPT
     * @param lookups guarded: a peer that is down must not cost every post a time-out
     */
    public ListPeers(Peers asked, PeerLookups lookups) {
        this.asked = asked;
        this.lookups = lookups;
    }

    /** Those who are asked about lists of that domain now. */
    public List<Peer> of(Domain domain) {
        return asked.askedFor(domain).stream()
                .filter(peer -> !Gateway.isNameOfOne(peer.name()))
                .toList();
    }

    /** The one of that name, if it is among them. */
    public Optional<Peer> of(Domain domain, PeerName name) {
        return of(domain).stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    public PeerLookup lookup(Peer peer) {
        return lookups.of(peer);
    }
}
