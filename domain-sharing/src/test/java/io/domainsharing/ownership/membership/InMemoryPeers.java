// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

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

    /** As {@link SamplePeers#peer}. */
    public static Peer peer(String name, String... trusted) {
        return SamplePeers.peer(name, trusted);
    }

    /** As {@link SamplePeers#peerOf}. */
    public static Peer peerOf(String name, String domain, String... trusted) {
        return SamplePeers.peerOf(name, domain, trusted);
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
