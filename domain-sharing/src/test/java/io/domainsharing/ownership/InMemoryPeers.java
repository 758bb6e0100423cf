// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.Network;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerNetworks;
import io.domainsharing.ownership.membership.PeerSet;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Domain;

/** The peers that a test sets, recognised by their trusted networks only. Thread-safe. */
public final class InMemoryPeers implements PeerNetworks {
    private final PeerDirectory directory;

    public InMemoryPeers(Peer... peers) {
        this(List.of(), peers);
    }

    public InMemoryPeers(List<Gateway> gateways, Peer... peers) {
        this.directory = new PeerDirectory(new PeerSet(List.of(peers), gateways, MxKnowledge.NONE));
    }

    /** What those hold that are to ask them. */
    public PeerDirectory directory() {
        return directory;
    }

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

    public void replaceBy(Peer... others) {
        replaceBy(RemovedMail.REQUEUE, others);
    }

    public void replaceBy(RemovedMail removedMail, Peer... others) {
        PeerSet now = directory.current();
        directory.swap(new PeerSet(List.of(others), now.gateways(), now.mx()), removedMail);
    }

    public List<Peer> all() {
        return directory.current().peers();
    }

    @Override
    public boolean isMxHostAt(InetAddress remote) {
        return false;
    }

    @Override
    public Optional<Peer> at(InetAddress remote) {
        return all().stream()
                .filter(peer -> peer.trusted().stream().anyMatch(network -> network.contains(remote)))
                .findFirst();
    }
}
