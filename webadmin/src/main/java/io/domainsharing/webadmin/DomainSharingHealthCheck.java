// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.peer.PeerState;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Degraded while a peer is known to be down: mail for it waits, addresses that nobody is known to have get 451. Asks nobody.
 * Named in {@code healthcheck.properties} as one of {@code additional.healthchecks}.
 */
public final class DomainSharingHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Domain Sharing");

    private final Peers peers;
    private final PeerGates gates;

    @Inject
    public DomainSharingHealthCheck(Peers peers, PeerGates gates) {
        this.peers = peers;
        this.gates = gates;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromSupplier(() -> {
            String down = peers.all().stream()
                    .map(Peer::name)
                    .flatMap(name -> gates
                            .state(name)
                            .filter(state -> state.status() == PeerState.Status.DOWN)
                            .map(state -> name + " since " + state.since())
                            .stream())
                    .collect(Collectors.joining(", "));
            return down.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, "Peers down: " + down);
        });
    }

    /** For the log of James's health checks. */
    @Override
    public String toString() {
        return NAME.getName() + " of " + List.copyOf(peers.all()).size() + " peers";
    }
}
