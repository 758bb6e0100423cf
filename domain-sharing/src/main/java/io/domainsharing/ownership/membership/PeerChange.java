// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;

/**
 * One change of the peers: an operator's, or what DNS says now. Immutable.
 *
 * @param removedMail what becomes of the mail that waits for those who are removed
 */
public record PeerChange(PeerSet before, PeerSet after, RemovedMail removedMail) {
    /** What becomes of the mail that waits for a peer when that is removed. */
    public enum RemovedMail {
        /** It goes back for a new look-up, with the age that it has. */
        REQUEUE,
        /** It still goes to the hosts that the peer has now. A restart forgets that, and sends it back. */
        KEEP
    }

    /** The peers of names that were not there before. */
    public Set<PeerName> added() {
        return namesOnlyIn(after, before);
    }

    public Set<PeerName> removed() {
        return namesOnlyIn(before, after);
    }

    /** The peers that are there as before, but not the same. */
    public Set<PeerName> changed() {
        return after.peers().stream()
                .filter(peer -> before.peer(peer.name())
                        .filter(was -> !was.equals(peer))
                        .isPresent())
                .map(Peer::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The peers that are there as before, in another mode. */
    List<Peer> newModes() {
        return after.peers().stream()
                .filter(peer -> before.peer(peer.name())
                        .filter(was -> was.mode() != peer.mode())
                        .isPresent())
                .toList();
    }

    public Optional<Peer> removed(PeerName name) {
        return after.peer(name).isPresent() ? Optional.empty() : before.peer(name);
    }

    /** The domains whose peers DNS has named now, for the first time since the start. */
    public Set<Domain> determined() {
        return after.mx().said().keySet().stream()
                .filter(domain ->
                        after.mx().missing(domain) == null && before.mx().missing(domain) != null)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those that another node's file had and this node's had not, and that no node's file has any more. */
    public Set<PeerName> gone() {
        Set<PeerName> gone = new LinkedHashSet<>(before.elsewhere());
        gone.removeAll(after.elsewhere());
        gone.removeAll(after.names());
        return gone;
    }

    /** Whether other nodes' files have other peers than before. */
    public boolean isOfOtherFiles() {
        return !before.elsewhere().equals(after.elsewhere());
    }

    /** Whether nobody has to hear of it: only why DNS is silent, or an order of preference, is another. */
    boolean isSilent() {
        return added().isEmpty()
                && removed().isEmpty()
                && changed().isEmpty()
                && determined().isEmpty()
                && !isOfOtherFiles();
    }

    private static Set<PeerName> namesOnlyIn(PeerSet one, PeerSet other) {
        return one.peers().stream()
                .map(Peer::name)
                .filter(name -> other.peer(name).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
