// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.findings.Rule;
import io.domainsharing.findings.live.FindingsBoard;
import io.domainsharing.findings.live.FindingsBoard.Standing;
import io.domainsharing.findings.live.LateMail;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.cache.StoreFailure;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Unhealthy while the store of owners cannot be written: what is found is forgotten at the next start. Degraded while a peer,
 * or a gateway's host that is asked, is known to be down or to refuse: addresses that nobody is known to have get 451, or what
 * {@code whenUnreachable} says. Degraded while a peer asks with a wrong secret, which has the same end over there, while mail is
 * {@linkplain LateMail late}, and while any other finding concerns mail (docs/troubleshooting.md). Asks nobody, never fails, and
 * says so within two seconds if something in this server hangs. Named in {@code healthcheck.properties} as one of {@code
 * additional.healthchecks}.
 */
public final class DomainSharingHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Domain Sharing");
    private static final Set<Rule> SAID =
            EnumSet.of(Rule.PEER_DOWN, Rule.PEER_REFUSES, Rule.PEER_ASKS, Rule.LATE_MAIL, Rule.CACHE_FOLDER);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final String SILENT = "Domain Sharing does not answer: something in this server hangs";

    private final PeerDirectory peers;
    private final GuardedLookups lookups;
    private final LastQueries queries;
    private final LateMail lateMail;
    private final FindingsBoard board;
    private final Supplier<Optional<StoreFailure>> store;

    @Inject
    public DomainSharingHealthCheck(
            PeerDirectory peers,
            GuardedLookups lookups,
            LastQueries queries,
            LateMail lateMail,
            FindingsBoard board,
            OwnerCache cache) {
        this(peers, lookups, queries, lateMail, board, cache::storeFailure);
    }

    DomainSharingHealthCheck(
            PeerDirectory peers,
            GuardedLookups lookups,
            LastQueries queries,
            LateMail lateMail,
            FindingsBoard board,
            Supplier<Optional<StoreFailure>> store) {
        this.store = store;
        this.peers = peers;
        this.lookups = lookups;
        this.queries = queries;
        this.lateMail = lateMail;
        this.board = board;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromSupplier(this::result)
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(PATIENCE, Mono.fromSupplier(() -> Result.unhealthy(NAME, SILENT)))
                .onErrorResume(failure -> Mono.just(Result.unhealthy(NAME, "The check failed: " + failure, failure)));
    }

    private Result result() {
        List<String> findings = Stream.of(
                        inState("Peers", "down", Status.DOWN, peerNames()),
                        inState("Gateways", "down", Status.DOWN, gatewayNames()),
                        inState("Peers", "that refuse to tell of any address", Status.REFUSES, peerNames()),
                        inState("Gateways", "that refuse to tell of any address", Status.REFUSES, gatewayNames()),
                        withWrongSecret(),
                        lateMail.found(),
                        otherFindings())
                .filter(text -> !text.isEmpty())
                .toList();
        Optional<String> broken = store.get().map(trouble -> "Since " + trouble.since() + ' ' + trouble.cause());
        if (broken.isPresent()) {
            return Result.unhealthy(
                    NAME, Stream.concat(broken.stream(), findings.stream()).collect(Collectors.joining("; ")));
        }
        return findings.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, String.join("; ", findings));
    }

    /** Of the peers that matter: what one says or does not say that is observed decides nothing. */
    private Stream<PeerName> peerNames() {
        return peers.current().peers().stream()
                .filter(peer -> peer.mode() != PeerMode.OBSERVE)
                .map(Peer::name);
    }

    private Stream<PeerName> gatewayNames() {
        return peers.current().gateways().stream().map(Gateway::name);
    }

    private String inState(String kind, String words, Status status, Stream<PeerName> names) {
        String found = names.flatMap(name -> lookups
                        .state(name)
                        .filter(state -> state.status() == status)
                        .map(state -> name + " since " + state.since()
                                + (state.detail().isEmpty() ? "" : " (" + state.detail() + ")"))
                        .stream())
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : kind + ' ' + words + ": " + found;
    }

    private String withWrongSecret() {
        String found = peers.current().peers().stream()
                .map(Peer::name)
                .flatMap(name -> queries.wrongSecretSince(name).map(since -> name + " since " + since).stream())
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : "Peers that ask with a wrong secret: " + found;
    }

    /** What is said above is known here to the second; all else that concerns mail is as the last round found it. */
    private String otherFindings() {
        return board.standing().stream()
                .map(Standing::finding)
                .filter(finding -> finding.concernsMail() && !SAID.contains(finding.rule()))
                .map(finding -> finding.message() + " (finding " + finding.rule() + ")")
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** For the log of James's health checks. */
    @Override
    public String toString() {
        return NAME.getName() + " of " + peers.current().peers().size() + " peers and "
                + peers.current().gateways().size() + " gateways";
    }
}
