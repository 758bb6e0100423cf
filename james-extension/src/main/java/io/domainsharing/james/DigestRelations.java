// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.digest.OwnDigest;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.secondary.AllowedClients;
import java.net.InetAddress;
import org.apache.james.core.Domain;

/**
 * What this server is to those who fetch its digest. Of those whom the account guard asks, those take note who are asked by what says that
 * a peer asks: Minger. One that is observed or drained is not asked, and so is promised nothing. Thread-safe.
 */
record DigestRelations(AllowedClients clients, PeerNetworks peers, PeerDirectory directory)
        implements OwnDigest.Relations {
    @Override
    public boolean isSecondaryFor(InetAddress client, Domain domain) {
        return clients.isSecondaryFor(client, domain);
    }

    @Override
    public boolean isAskedAbout(InetAddress client, Domain domain) {
        return peers.at(client)
                .filter(peer -> peer.lookup() == LookupMethod.MINGER
                        && directory.asked(domain).destinations().contains(peer))
                .isPresent();
    }
}
