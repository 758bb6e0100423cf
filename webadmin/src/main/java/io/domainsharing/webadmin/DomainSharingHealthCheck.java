// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.PeerState;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Degraded while a peer, or a gateway's host that is asked, is known to be down: mail for it waits, addresses that nobody is
 * known to have get 451 or what {@code whenUnreachable} says. Asks nobody. Named in {@code healthcheck.properties} as one of
 * {@code additional.healthchecks}.
 */
public final class DomainSharingHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Domain Sharing");

    private final Peers peers;
    private final Gateways gateways;
    private final PeerGates gates;

    @Inject
    public DomainSharingHealthCheck(Peers peers, Gateways gateways, PeerGates gates) {
        this.peers = peers;
        this.gateways = gateways;
        this.gates = gates;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromSupplier(() -> {
            String down = Stream.of(
                            down("Peers", peers.all().stream().map(Peer::name)),
                            down("Gateways", gateways.all().stream().map(Gateway::name)))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("; "));
            return down.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, down);
        });
    }

    private String down(String kind, Stream<PeerName> names) {
        String down = names.flatMap(name -> gates
                        .state(name)
                        .filter(state -> state.status() == PeerState.Status.DOWN)
                        .map(state -> name + " since " + state.since())
                        .stream())
                .collect(Collectors.joining(", "));
        return down.isEmpty() ? "" : kind + " down: " + down;
    }

    /** For the log of James's health checks. */
    @Override
    public String toString() {
        return NAME.getName() + " of " + peers.all().size() + " peers and "
                + gateways.all().size() + " gateways";
    }
}
