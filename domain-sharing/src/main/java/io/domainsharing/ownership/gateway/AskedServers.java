// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.Domain;

/**
 * Who is asked, gateways included: about a gateway's address its own host first, then, with {@code alsoAskPeers}, the peers
 * (G3), and nobody else. In every other respect the peers alone: a gateway's host is no peer and is trusted with nothing (L3).
 * Thread-safe.
 */
public final class AskedServers implements Peers {
    private final Peers peers;
    private final Gateways gateways;

    public AskedServers(Peers peers, Gateways gateways) {
        this.peers = peers;
        this.gateways = gateways;
    }

    @Override
    public List<Peer> all() {
        return peers.all();
    }

    @Override
    public Optional<Peer> at(InetAddress remote) {
        return peers.at(remote);
    }

    @Override
    public boolean isMxHostAt(InetAddress remote) {
        return peers.isMxHostAt(remote);
    }

    @Override
    public List<Peer> askedFor(Domain domain) {
        List<Peer> asked = arePeersAsked(domain) ? peers.askedFor(domain) : List.of();
        Peer host = gateways.host(domain);
        return host == null
                ? asked
                : Stream.concat(Stream.of(host), asked.stream()).toList();
    }

    @Override
    public boolean isAsked(PeerName name, CanonicalAddress address) {
        if (gateways.all().isEmpty()) {
            return peers.isAsked(name, address);
        }
        Domain domain = address.domain();
        Peer host = gateways.host(domain);
        return (host != null && host.name().equals(name)) || (arePeersAsked(domain) && peers.isAsked(name, address));
    }

    @Override
    public boolean isNobodyAsked(Domain domain) {
        return gateways.host(domain) == null && (!arePeersAsked(domain) || peers.isNobodyAsked(domain));
    }

    /** An address that both have is the gateway's. */
    @Override
    public boolean firstPrevails(Domain domain) {
        return gateways.host(domain) != null;
    }

    private boolean arePeersAsked(Domain domain) {
        return gateways.of(domain).map(Gateway::alsoAskPeers).orElse(true);
    }
}
