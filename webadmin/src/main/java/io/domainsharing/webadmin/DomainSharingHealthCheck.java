// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.cache.StoreFailure;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
 * or a gateway's host that is asked, is known to be down: mail for it waits, addresses that nobody is known to have get 451
 * or what {@code whenUnreachable} says. Degraded as well while mail for a peer, or for a gateway that does not fetch its mail
 * by ETRN, has been waiting for longer than {@link #LATE}, whatever look-ups say of that server. Asks nobody, never fails, and
 * says so within two seconds if something in this server hangs. Named in {@code healthcheck.properties} as one of {@code
 * additional.healthchecks}.
 */
public final class DomainSharingHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Domain Sharing");
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    /** Later than a server that is restarted, and than the first tries of mail that greylisting defers. */
    static final Duration LATE = Duration.ofMinutes(15);

    private static final String SILENT = "Domain Sharing does not answer: something in this server hangs";

    private final PeerDirectory peers;
    private final GuardedLookups lookups;
    private final WaitingMail mail;
    private final Clock clock;
    private final Supplier<Optional<StoreFailure>> store;

    @Inject
    public DomainSharingHealthCheck(
            PeerDirectory peers, GuardedLookups lookups, OwnerCache cache, WaitingMail mail, Clock clock) {
        this(peers, lookups, cache::storeFailure, mail, clock);
    }

    DomainSharingHealthCheck(
            PeerDirectory peers,
            GuardedLookups lookups,
            Supplier<Optional<StoreFailure>> store,
            WaitingMail mail,
            Clock clock) {
        this.store = store;
        this.mail = mail;
        this.clock = clock;
        this.peers = peers;
        this.lookups = lookups;
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
        PeerSet now = peers.current();
        List<String> down = Stream.of(
                        down("Peers", now.peers().stream().map(Peer::name)),
                        down("Gateways", now.gateways().stream().map(Gateway::name)),
                        late(Stream.concat(
                                now.peers().stream().map(Peer::name),
                                now.gateways().stream()
                                        .filter(gateway -> gateway.etrn().isNobody())
                                        .map(Gateway::name))))
                .filter(text -> !text.isEmpty())
                .toList();
        Optional<String> broken = store.get().map(trouble -> "Since " + trouble.since() + ' ' + trouble.cause());
        if (broken.isPresent()) {
            return Result.unhealthy(
                    NAME, Stream.concat(broken.stream(), down.stream()).collect(Collectors.joining("; ")));
        }
        return down.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, String.join("; ", down));
    }

    private String down(String kind, Stream<PeerName> names) {
        String down = names.flatMap(name -> lookups
                        .state(name)
                        .filter(state -> state.status() == PeerState.Status.DOWN)
                        .map(state -> name + " since " + state.since())
                        .stream())
                .collect(Collectors.joining(", "));
        return down.isEmpty() ? "" : kind + " down: " + down;
    }

    private String late(Stream<PeerName> names) {
        String late = names.flatMap(name -> late(name).stream()).collect(Collectors.joining(", "));
        return late.isEmpty() ? "" : "Mail waits: " + late;
    }

    private Optional<String> late(PeerName name) {
        HeldMail held = mail.held(name);
        Instant oldest = held.oldestSince();
        if (oldest == null || Duration.between(oldest, clock.instant()).compareTo(LATE) < 0) {
            return Optional.empty();
        }
        HeldMail.Failure last = held.lastFailure();
        return Optional.of(held.waiting() + " for " + name + ", the oldest since " + oldest
                + (last == null ? "" : " (" + last.text() + ')'));
    }

    /** For the log of James's health checks. */
    @Override
    public String toString() {
        return NAME.getName() + " of " + peers.current().peers().size() + " peers and "
                + peers.current().gateways().size() + " gateways";
    }
}
