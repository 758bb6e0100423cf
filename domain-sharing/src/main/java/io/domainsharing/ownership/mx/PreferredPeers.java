// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.peer.RuntimePeers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;

/**
 * The peers found by MX in each domain's order of preference, before those added at run time under other names. While DNS has not said who they are,
 * it is asked with them: it gives no answer, which keeps "nobody has it" from being said. Thread-safe; never blocks.
 */
public final class PreferredPeers implements Peers {
    /** As whom DNS is asked; it stands among no peers but those asked. */
    static final PeerName DNS = new PeerName("dns");

    private final Peers peers;
    private final RuntimePeers runtime;
    private final MxPeers mx;

    public PreferredPeers(Peers peers, RuntimePeers runtime, MxPeers mx) {
        this.peers = peers;
        this.runtime = runtime;
        this.mx = mx;
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
        boolean isInDoubt = isInDoubt(domain);
        List<String> order = runtime.mxHosts().getOrDefault(domain, List.of());
        List<Peer> asked = new ArrayList<>(peers.askedFor(domain));
        asked.sort(Comparator.comparingInt(peer -> rank(peer, order)));
        if (isInDoubt) {
            asked.add(dnsOf(domain));
        }
        return asked;
    }

    @Override
    public boolean isAsked(PeerName name, CanonicalAddress address) {
        return peers.isAsked(name, address);
    }

    @Override
    public boolean isNobodyAsked(Domain domain) {
        return !isInDoubt(domain) && peers.isNobodyAsked(domain);
    }

    // Read before the peers: these are set before the doubt ends, so whoever sees it ended sees them.
    private boolean isInDoubt(Domain domain) {
        return mx.doubt(domain).isPresent();
    }

    /** How they are asked, DNS included. */
    public PeerLookups lookups(PeerLookups ofServers) {
        return peer -> {
            if (!peer.name().equals(DNS) || !peer.foundByMx()) {
                return ofServers.of(peer);
            }
            Domain domain = peer.domains().iterator().next();
            return address -> CompletableFuture.completedStage(answer(domain));
        };
    }

    private PeerAnswer answer(Domain domain) {
        return new PeerAnswer.NoAnswer(
                PeerAnswer.Reason.UNRESOLVABLE,
                "the MX hosts of " + domain.asString() + " are not known: "
                        + mx.doubt(domain).orElse("they were not a moment ago"));
    }

    private static int rank(Peer peer, List<String> order) {
        // One added at run time under the name of a host stands in its place.
        String host =
                peer.foundByMx() ? peer.smtp().get(0).getHost() : peer.name().value();
        int rank = order.indexOf(host);
        return rank < 0 ? order.size() : rank;
    }

    private static Peer dnsOf(Domain domain) {
        return Peer.foundByMx(
                DNS,
                List.of(HostAndPort.fromParts("dns.invalid", Peer.DEFAULT_SMTP_PORT)),
                LookupMethod.MINGER,
                List.of(),
                Set.of(domain));
    }
}
