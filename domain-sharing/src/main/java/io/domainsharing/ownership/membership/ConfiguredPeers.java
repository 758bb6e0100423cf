// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code domainsharing.xml} says of peers and gateways, which only a restart changes. Immutable.
 *
 * @param node the name of this server, which no peer may have; null: Domain Sharing is switched off
 * @param peersOfHosts makes peers of each domain's MX hosts
 * @param mayBeFoundByMx whether the peers of a domain may be found by MX
 */
public record ConfiguredPeers(
        List<Peer> peers,
        List<Gateway> gateways,
        @Nullable NodeName node,
        Function<Map<Domain, List<String>>, List<Peer>> peersOfHosts,
        Predicate<Domain> mayBeFoundByMx) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfiguredPeers.class);

    static final ConfiguredPeers NONE = new ConfiguredPeers(List.of(), List.of(), null);

    public ConfiguredPeers {
        peers = List.copyOf(peers);
        gateways = List.copyOf(gateways);
    }

    /** Where no peer is found by MX. */
    public ConfiguredPeers(List<Peer> peers, List<Gateway> gateways, @Nullable NodeName node) {
        this(peers, gateways, node, hosts -> List.of(), domain -> false);
    }

    /**
     * The stored peers beside these: what stands in the file counts.
     *
     * @param shared whether other nodes have them too, which may not have that file yet: none is dropped then
     */
    StoredPeers in(StoredPeers stored, boolean shared) {
        StoredPeers next = stored;
        for (Peer peer : peers) {
            if (stored.peer(peer.name()).isPresent()) {
                LOGGER.warn(
                        "Peer {} stands in {} and was added at run time too: the file counts, the other one is {}",
                        peer.name(),
                        BadConfigurationException.FILE,
                        shared ? "for nodes without it" : "forgotten");
                next = shared ? next : next.without(peer.name(), RemovedMail.REQUEUE);
            }
        }
        return (shared ? next : withCountingModes(next)).withKnown(names());
    }

    // What was said when the file had another mode, or of a peer that is no more, is over.
    private StoredPeers withCountingModes(StoredPeers stored) {
        List<Peer> unadded = Stream.concat(peers.stream(), peersOfHosts.apply(stored.mx()).stream())
                .toList();
        return stored.withModes(
                (name, change) -> unadded.stream().anyMatch(peer -> peer.name().equals(name) && change.isOf(peer)));
    }

    /** The stored peers where the peer of that name, wherever it comes from, is in that mode; empty: there is no such peer. */
    Optional<StoredPeers> withMode(StoredPeers stored, PeerName name, PeerMode mode, MxKnowledge mx) {
        Optional<Peer> added = has(name) ? Optional.empty() : stored.peer(name);
        return added.map(peer -> stored.with(peer.withMode(mode)))
                .or(() -> Stream.concat(peers.stream(), byMx(mx).stream())
                        .filter(peer -> peer.name().equals(name))
                        .findFirst()
                        .map(peer -> stored.withMode(name, new ModeChange(peer.mode(), mode))));
    }

    /** All that have a queue because of the file. */
    List<PeerName> names() {
        return Stream.concat(peers.stream().map(Peer::name), gateways.stream().map(Gateway::name))
                .toList();
    }

    boolean has(PeerName name) {
        return peers.stream().anyMatch(peer -> peer.name().equals(name));
    }

    boolean isOwnName(PeerName name) {
        return node != null && name.value().equalsIgnoreCase(node.value());
    }

    /** @throws BadConfigurationException it is the name of this server */
    void requireOther(PeerName name) throws BadConfigurationException {
        if (isOwnName(name)) {
            throw new BadConfigurationException(
                    "name", "'" + name + "' is this server itself", "Give its peers other names");
        }
    }

    /** @throws UncheckedIOException one of these is the name of this server: the start must fail */
    void requireOwnName(List<PeerName> others) {
        if (others.stream().anyMatch(this::isOwnName)) {
            throw new UncheckedIOException(new IOException(BadConfigurationException.FILE + ": node: '" + node
                    + "' is also the name of a peer added at run time. Give this server another name"));
        }
    }

    /** The peers that the MX hosts are. */
    List<Peer> byMx(MxKnowledge mx) {
        return peersOfHosts.apply(mx.hosts());
    }

    /**
     * All peers: those of the file or found by MX, then those added, oldest first, each in its mode. One that was added under the name of
     * one found by MX takes its place: an operator knows more of it than DNS does.
     */
    PeerSet composed(StoredPeers stored, MxKnowledge mx) {
        List<Peer> added = stored.peers();
        Set<PeerName> names = added.stream().map(Peer::name).collect(Collectors.toSet());
        List<Peer> all = Stream.of(
                        peers.stream().map(stored::inItsMode),
                        byMx(mx).stream()
                                .filter(peer -> !names.contains(peer.name()))
                                .map(stored::inItsMode),
                        added.stream().filter(peer -> !has(peer.name())))
                .flatMap(some -> some)
                .toList();
        return new PeerSet(all, gateways, mx);
    }
}
