// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings.Place;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.List;

/**
 * What the rules look at.
 *
 * @param peers of this moment: before James starts those of the file, then also those added at run time
 */
public record Sharing(DomainSharingConfiguration configuration, List<Peer> peers) {
    static final Place FILE = Place.of("domainsharing.xml");

    public Sharing {
        peers = List.copyOf(peers);
    }

    /** What the file says, before James starts with it. */
    public static Sharing of(DomainSharingConfiguration configuration) {
        return new Sharing(configuration, configuration.peers());
    }

    /** The path of a peer's key, the peer by its name. */
    public static Place place(Peer peer, String key) {
        return FILE.key("peers/peer[" + peer.name() + "]/" + key);
    }

    /** The path of a gateway's key, the gateway by its domain. */
    public static Place place(Gateway gateway, String key) {
        return FILE.key("gateways/gateway[" + gateway.domain().asString() + "]/" + key);
    }
}
