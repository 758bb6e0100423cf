// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The peers, the gateways and what DNS says of the MX hosts, as of one moment: all that decides who is asked about an address.
 * About a gateway's address its own host is asked first, then, with {@code alsoAskPeers}, the peers, and nobody else
 * (docs/adr/0012). About any other the peers are asked, those found by MX in the domain's order of preference (docs/adr/0015),
 * and none but those that share (docs/adr/0047). Immutable.
 */
public final class PeerSet {
    private final List<Peer> peers;
    private final List<Gateway> gateways;
    private final MxKnowledge mx;
    private final Set<PeerName> elsewhere;
    private final Map<PeerName, Peer> byName;
    private final Map<Domain, Relay> relays;
    private final boolean anybodyObserved;

    /** A gateway with its name, which costs too much to be made for each RCPT. */
    private record Relay(Gateway gateway, PeerName name) {}

    /**
     * Takes these.
     *
     * @param peers in configured order, each name once
     * @param gateways in configured order, one at most for each domain
     */
    public PeerSet(List<Peer> peers, List<Gateway> gateways, MxKnowledge mx) {
        this(peers, gateways, mx, Set.of());
    }

    private PeerSet(List<Peer> peers, List<Gateway> gateways, MxKnowledge mx, Set<PeerName> elsewhere) {
        this.elsewhere = elsewhere;
        this.peers = List.copyOf(peers);
        this.gateways = List.copyOf(gateways);
        this.mx = mx;
        this.byName = peers.stream().collect(Collectors.toUnmodifiableMap(Peer::name, peer -> peer));
        this.anybodyObserved = peers.stream().anyMatch(peer -> peer.mode() == PeerMode.OBSERVE);
        this.relays = gateways.stream()
                .collect(Collectors.toUnmodifiableMap(Gateway::domain, gateway -> new Relay(gateway, gateway.name())));
    }

    /** In configured order. */
    public List<Peer> peers() {
        return peers;
    }

    /** In configured order. */
    public List<Gateway> gateways() {
        return gateways;
    }

    public MxKnowledge mx() {
        return mx;
    }

    /**
     * Peers and gateways of other nodes' {@code domainsharing.xml} that this node has not: nobody else's mail is nobody's while there
     * are any, for they may have it.
     */
    public Set<PeerName> elsewhere() {
        return elsewhere;
    }

    /** The same, where other nodes have these in their files. */
    PeerSet beside(Set<PeerName> othersFiles) {
        Set<PeerName> unknown = new TreeSet<>(Comparator.comparing(PeerName::value));
        unknown.addAll(othersFiles);
        unknown.removeAll(names());
        return new PeerSet(peers, gateways, mx, Collections.unmodifiableSet(unknown));
    }

    /** The same with these peers. */
    PeerSet withPeers(List<Peer> others) {
        return new PeerSet(others, gateways, mx, elsewhere);
    }

    public Optional<Peer> peer(PeerName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All that are ever asked, if only whether they live. */
    public List<Destination> destinations() {
        return Stream.<Destination>concat(peers.stream(), gateways.stream().filter(gateway -> gateway.method()
                        .isPresent()))
                .toList();
    }

    /** The names of all that get mail, those that are not asked included. */
    public Set<PeerName> names() {
        return Stream.<Destination>concat(peers.stream(), gateways.stream())
                .map(Destination::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Who is asked about addresses of that domain: of the peers, those that {@linkplain Peer#decides decide}. */
    public Asked asked(Domain domain) {
        return asked(domain, null);
    }

    /**
     * Who is asked about an address of that domain whose owner is remembered: if that one drains, it too, behind all others.
     *
     * @param owner null: none is remembered
     */
    public Asked asked(Domain domain, @Nullable PeerName owner) {
        Relay relay = relays.get(domain);
        List<Destination> asked = new ArrayList<>();
        boolean isHostAsked = relay != null && relay.gateway().isAskedFor(domain);
        if (relay == null || relay.gateway().alsoAskPeers()) {
            peers.stream()
                    .filter(peer -> peer.decides() && peer.isAskedFor(domain))
                    .forEach(asked::add);
            asked.sort(Comparator.comparingInt(peer -> mx.rank(domain, peer)));
            Peer draining = owner == null ? null : byName.get(owner);
            if (draining != null && draining.mode() == PeerMode.DRAIN && draining.isAskedFor(domain)) {
                asked.add(draining);
            }
        }
        if (relay != null && isHostAsked) {
            asked.add(0, relay.gateway());
        }
        return new Asked(asked, isHostAsked, missing(domain));
    }

    /** Who is observed for addresses of that domain, in configured order. Costs nothing where nobody is. */
    public List<Peer> observed(Domain domain) {
        if (!anybodyObserved) {
            return List.of();
        }
        return ofPeers(domain).filter(peer -> peer.mode() == PeerMode.OBSERVE).toList();
    }

    /** Whether there are peers for that domain whose word does not decide: one that has an address may be among them. */
    public boolean mayBeElsewhere(Domain domain) {
        return ofPeers(domain).anyMatch(peer -> !peer.decides());
    }

    private Stream<Peer> ofPeers(Domain domain) {
        Relay relay = relays.get(domain);
        return relay == null || relay.gateway().alsoAskPeers()
                ? peers.stream().filter(peer -> peer.isAskedFor(domain))
                : Stream.empty();
    }

    private Asked.@Nullable Missing missing(Domain domain) {
        String missing = mx.missing(domain);
        if (missing != null) {
            return new Asked.Missing(
                    Asked.DNS,
                    new NoAnswer(
                            Reason.UNRESOLVABLE,
                            "the MX hosts of " + domain.asString() + " are not known: " + missing));
        }
        return elsewhere.isEmpty()
                ? null
                : new Asked.Missing(
                        Asked.OTHER_NODES,
                        new NoAnswer(
                                Reason.UNASKABLE,
                                elsewhere
                                        + " are in the domainsharing.xml of another node of this site, and not in this one's"));
    }

    // Loops, not streams: these two are on the path of every RCPT.

    /** Whether that address is that destination's, where that is remembered. */
    public boolean mayOwn(PeerName name, CanonicalAddress address) {
        Peer peer = byName.get(name);
        if (peer != null && peer.mode() == PeerMode.OBSERVE) {
            return false;
        }
        if (relays.isEmpty() && peer != null && peer.domains().isEmpty()) {
            // Reading the domain out of an address costs more than all the rest here.
            return true;
        }
        Domain domain = address.domain();
        Relay relay = relays.get(domain);
        if (relay != null && relay.name().equals(name)) {
            return relay.gateway().isAskedFor(domain);
        }
        return peer != null
                && peer.isAskedFor(domain)
                && (relay == null || relay.gateway().alsoAskPeers());
    }

    /** Whether there is nobody to ask, and DNS has said so where it decides. */
    public boolean isNobodyAsked(Domain domain) {
        Relay relay = relays.get(domain);
        if (relay != null && relay.gateway().isAskedFor(domain)) {
            return false;
        }
        if (!elsewhere.isEmpty() || mx.missing(domain) != null) {
            return false;
        }
        if (relay != null && !relay.gateway().alsoAskPeers()) {
            return true;
        }
        for (Peer peer : peers) {
            if (peer.decides() && peer.isAskedFor(domain)) {
                return false;
            }
        }
        return true;
    }
}
