// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.google.common.net.HostAndPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.Domain;

/**
 * The way of mail by MX records, never to this server nor to a host of equal or lower precedence (R4, RFC 5321 section 5.1).
 * Thread-safe; never blocks.
 */
public final class MxRoutes {
    private final MxLookup lookup;
    private final ThisServer self;
    private final int port;

    /** @param port where MX hosts take mail */
    public MxRoutes(MxLookup lookup, ThisServer self, int port) {
        this.lookup = lookup;
        this.self = self;
        this.port = port;
    }

    /** The way of a domain's mail as DNS has it now. The stage never fails and may complete on any thread. */
    public CompletionStage<MxRoute> of(Domain domain) {
        return lookup.of(domain).thenCompose(this::route).exceptionally(failure -> new MxRoute.Unknown("" + failure));
    }

    private CompletionStage<MxRoute> route(MxAnswer answer) {
        if (answer instanceof MxAnswer.Hosts hosts) {
            return self.among(hosts.hosts()).thenApply(this::route);
        } else if (answer instanceof MxAnswer.NoAnswer none) {
            return CompletableFuture.completedStage(new MxRoute.Unknown(none.detail()));
        }
        return CompletableFuture.completedStage(
                answer instanceof MxAnswer.NoMail ? new MxRoute.NoMail() : new MxRoute.Nowhere());
    }

    private MxRoute route(MxRank rank) {
        List<MxHost> above = rank.above();
        return above.isEmpty() ? new MxRoute.ThisServerIsBest() : new MxRoute.Through(shuffledWithinPreference(above));
    }

    // RFC 5321 section 5.1: hosts of equal preference share the load.
    private List<HostAndPort> shuffledWithinPreference(List<MxHost> hosts) {
        Map<Integer, List<MxHost>> groups = new TreeMap<>();
        hosts.forEach(host -> groups.computeIfAbsent(host.preference(), none -> new ArrayList<>())
                .add(host));
        groups.values().forEach(Collections::shuffle);
        return groups.values().stream()
                .flatMap(List::stream)
                .map(host -> HostAndPort.fromParts(host.name(), port))
                .toList();
    }
}
