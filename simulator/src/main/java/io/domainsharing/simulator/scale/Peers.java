// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the site under test, number 0, knows of the others: their names and hosts. */
final class Peers {
    static final Secret SECRET = new Secret("secret-of-all-simulated-sites");
    private static final String PREFIX = "site";
    private static final int SMTP = 25;

    private Peers() {}

    static List<Peer> of(int sites) {
        return IntStream.range(1, sites)
                .mapToObj(site -> new Peer(
                        nameOf(site),
                        List.of(HostAndPort.fromParts(nameOf(site).value(), SMTP)),
                        LookupMethod.MINGER,
                        Peer.DEFAULT_MINGER_PORT,
                        SECRET,
                        List.of(),
                        Set.of()))
                .toList();
    }

    static PeerName nameOf(int site) {
        return new PeerName(PREFIX + site);
    }

    /** The number of the site with that name, which is its host's too. */
    static int siteOf(String name) {
        return Integer.parseInt(name.substring(PREFIX.length()));
    }
}
