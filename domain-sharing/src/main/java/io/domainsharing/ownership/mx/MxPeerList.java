// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.google.common.hash.Hashing;
import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.secondary.Secondaries;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.core.Domain;

/**
 * Makes peers of MX hosts: one for each host, asked for the domains whose MX it is, and trusted with nothing but what
 * {@code <mx><trusted>} says. A secondary of the domain is no peer, though it is an MX: it holds mail and has no mailboxes.
 * Immutable.
 */
public final class MxPeerList implements Function<Map<Domain, List<String>>, List<Peer>> {
    private static final String NAME_PREFIX = "mx-";
    private static final int HASH_LENGTH = 16;
    private static final int LONGEST_NAME = 64;

    private final MxConfiguration configuration;
    private final NodeName node;
    private final Secondaries secondaries;

    public MxPeerList(MxConfiguration configuration, NodeName node, Secondaries secondaries) {
        this.configuration = configuration;
        this.node = node;
        this.secondaries = secondaries;
    }

    /** The peers of these lists, which are in order of preference, in the order in which hosts appear first. */
    @Override
    public List<Peer> apply(Map<Domain, List<String>> hosts) {
        Map<String, Set<Domain>> domains = new LinkedHashMap<>();
        hosts.forEach((domain, names) -> names.stream()
                .filter(name -> !secondaries.isHost(name, domain))
                .forEach(name -> domains.computeIfAbsent(name, none -> new LinkedHashSet<>())
                        .add(domain)));
        return domains.entrySet().stream()
                .map(host -> peer(host.getKey(), host.getValue()))
                .toList();
    }

    private Peer peer(String host, Set<Domain> domains) {
        return Peer.foundByMx(
                nameOf(host),
                List.of(HostAndPort.fromParts(host, configuration.port())),
                configuration.lookup(),
                configuration.trusted(),
                domains);
    }

    /**
     * The host's own name, so that its queue and what is remembered of it stay over refreshes and restarts; where that cannot
     * name a peer, a name made of it, always the same.
     */
    PeerName nameOf(String host) {
        try {
            PeerName name = new PeerName(host);
            if (!name.equals(PeerBlock.RESERVED)
                    && !Gateway.isNameOfOne(name)
                    && !host.startsWith(NAME_PREFIX)
                    && !host.equalsIgnoreCase(node.value())) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            return made(host);
        }
        return made(host);
    }

    private static PeerName made(String host) {
        String hash = Hashing.sha256()
                .hashString(host, StandardCharsets.UTF_8)
                .toString()
                .substring(0, HASH_LENGTH);
        int room = LONGEST_NAME - NAME_PREFIX.length() - HASH_LENGTH - 1;
        return new PeerName(NAME_PREFIX + host.substring(0, Math.min(host.length(), room)) + "-" + hash);
    }
}
