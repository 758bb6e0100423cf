// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    public List<Peer> askedFor(Domain domain) {
        return gateways.of(domain).map(this::askedFor).orElseGet(() -> peers.askedFor(domain));
    }

    @Override
    public boolean isAsked(PeerName name, Domain domain) {
        return gateways.of(domain)
                .map(gateway -> askedFor(gateway).stream()
                        .anyMatch(server -> server.name().equals(name)))
                .orElseGet(() -> peers.isAsked(name, domain));
    }

    @Override
    public boolean isNobodyAsked(Domain domain) {
        return gateways.of(domain)
                .map(gateway -> askedFor(gateway).isEmpty())
                .orElseGet(() -> peers.isNobodyAsked(domain));
    }

    /** An address that both have is the gateway's. */
    @Override
    public boolean firstPrevails(Domain domain) {
        return gateways.of(domain).flatMap(Gateway::asked).isPresent();
    }

    private List<Peer> askedFor(Gateway gateway) {
        List<Peer> servers = new ArrayList<>();
        gateway.asked().ifPresent(servers::add);
        if (gateway.alsoAskPeers()) {
            servers.addAll(peers.askedFor(gateway.domain()));
        }
        return servers;
    }
}
