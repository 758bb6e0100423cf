// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;

/** Peers that need no more than a name. */
public final class SamplePeers {
    private SamplePeers() {}

    /** A peer asked by Minger for every domain, trusted at the networks given. */
    public static Peer peer(String name, String... trusted) {
        return new Peer(
                new PeerName(name),
                List.of(HostAndPort.fromParts(name + ".example.net", Peer.DEFAULT_SMTP_PORT)),
                LookupMethod.MINGER,
                Peer.DEFAULT_MINGER_PORT,
                null,
                List.of(trusted).stream().map(Network::parse).toList(),
                Set.of());
    }

    /** A peer asked for one domain only. */
    public static Peer peerOf(String name, String domain, String... trusted) {
        Peer peer = peer(name, trusted);
        return new Peer(
                peer.name(),
                peer.smtp(),
                peer.lookup(),
                peer.mingerPort(),
                null,
                peer.trusted(),
                Set.of(Domain.of(domain)));
    }
}
