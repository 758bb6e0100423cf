// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which peers say yes to every address of a domain: found out by asking for one that nobody can have, with the first question
 * about the domain and then once an hour while the peer is asked, or a minute after a question without result. The yes of such a peer becomes {@link PeerAnswer.AcceptsAll}.
 * For look-ups by SMTP; by Minger a catch-all claims nothing. Thread-safe; never blocks.
 */
public final class AcceptAllPeers {
    static final Duration ASK_AGAIN_AFTER = Duration.ofHours(1);
    static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);

    private static final Set<PeerAnswer.Reason> NOT_HEARD =
            Set.of(PeerAnswer.Reason.UNREACHABLE, PeerAnswer.Reason.UNRESOLVABLE, PeerAnswer.Reason.OVERLOADED);

    private static final Logger LOGGER = LoggerFactory.getLogger(AcceptAllPeers.class);

    private final LongSupplier nanos;
    private final NobodysAddresses nobody;
    private final Consumer<Peer> listener;
    private final Map<Case, Trial> trials = new ConcurrentHashMap<>();

    private record Case(Peer peer, Domain domain) {}

    /** What is known of a case. Guarded by itself. */
    private static final class Trial {
        private @Nullable Boolean acceptsAll;
        private @Nullable Long nextAt;
        private @Nullable CompletableFuture<PeerAnswer> asking;
    }

    /**
     * @param nanos a clock such as {@link System#nanoTime}
     * @param listener told each peer when it is first seen to accept all of a domain; must not block
     */
    public AcceptAllPeers(LongSupplier nanos, NobodysAddresses nobody, Consumer<Peer> listener) {
        this.nanos = nanos;
        this.nobody = nobody;
        this.listener = listener;
    }

    /** The same look-up, whose yes counts for less where this peer says it to every address. */
    public PeerLookup watched(Peer peer, PeerLookup lookup) {
        return address -> {
            Trial trial = trials.computeIfAbsent(new Case(peer, address.getDomain()), added -> new Trial());
            CompletionStage<PeerAnswer> asked = lookup.ask(address);
            CompletionStage<PeerAnswer> control = control(peer, address.getDomain(), lookup, trial);
            return asked.thenCompose(answer -> answer instanceof PeerAnswer.Accepts
                    ? control.thenApply(word -> judged(answer, word))
                    : CompletableFuture.completedStage(answer));
        };
    }

    /** The domains of which this peer is known to accept every address. */
    public List<Domain> domainsOf(Peer peer) {
        return trials.entrySet().stream()
                .filter(entry -> entry.getKey().peer().equals(peer) && isAcceptAll(entry.getValue()))
                .map(entry -> entry.getKey().domain())
                .toList();
    }

    /** Forgets the peers that are not among these. */
    public void retain(Collection<Peer> peers) {
        Set<Peer> kept = peers.stream().collect(Collectors.toUnmodifiableSet());
        trials.keySet().removeIf(known -> !kept.contains(known.peer()));
    }

    // As long as it is not known to refuse anything, a peer's yes is not taken for a claim.
    private static PeerAnswer judged(PeerAnswer yes, PeerAnswer control) {
        return control instanceof PeerAnswer.Unknown ? yes : new PeerAnswer.AcceptsAll();
    }

    private static boolean isAcceptAll(Trial trial) {
        synchronized (trial) {
            return Boolean.TRUE.equals(trial.acceptsAll);
        }
    }

    /** What the peer says of an address that nobody has: as it is known, or else as it will be. */
    private CompletionStage<PeerAnswer> control(Peer peer, Domain domain, PeerLookup lookup, Trial trial) {
        CompletableFuture<PeerAnswer> started = null;
        CompletionStage<PeerAnswer> known;
        synchronized (trial) {
            boolean isDue = trial.nextAt == null || nanos.getAsLong() - trial.nextAt >= 0;
            if (isDue && trial.asking == null) {
                started = new CompletableFuture<>();
                trial.asking = started;
            }
            known = trial.acceptsAll == null && trial.asking != null
                    ? trial.asking
                    : CompletableFuture.completedStage(word(!Boolean.FALSE.equals(trial.acceptsAll)));
        }
        if (started != null) {
            ask(peer, domain, lookup, trial, started);
        }
        return known;
    }

    private void ask(Peer peer, Domain domain, PeerLookup lookup, Trial trial, CompletableFuture<PeerAnswer> started) {
        CompletionStage<PeerAnswer> unused = lookup.ask(nobody.in(domain)).whenComplete((answer, failure) -> {
            if (note(trial, answer)) {
                tell(peer, domain, answer instanceof PeerAnswer.Accepts);
            }
            started.complete(answer == null ? word(true) : answer);
        });
    }

    /** Whether that is news. */
    private boolean note(Trial trial, @Nullable PeerAnswer answer) {
        synchronized (trial) {
            trial.asking = null;
            boolean tells = answer instanceof PeerAnswer.Accepts || answer instanceof PeerAnswer.Unknown;
            // What the peer has not heard it can be asked with the next question.
            trial.nextAt = answer instanceof PeerAnswer.NoAnswer none && NOT_HEARD.contains(none.reason())
                    ? null
                    : nanos.getAsLong() + (tells ? ASK_AGAIN_AFTER : TRY_AGAIN_AFTER).toNanos();
            boolean before = Boolean.TRUE.equals(trial.acceptsAll);
            if (tells) {
                trial.acceptsAll = answer instanceof PeerAnswer.Accepts;
            }
            return before != Boolean.TRUE.equals(trial.acceptsAll);
        }
    }

    private void tell(Peer peer, Domain domain, boolean acceptsAll) {
        if (acceptsAll) {
            LOGGER.warn(
                    "Peer {} says yes to every address of {}, so it is taken for the owner {}. Have it refuse unknown recipients,"
                            + " or ask it in another way",
                    peer.name(),
                    domain.asString(),
                    peer.foundByMx() ? "of none of them, being found by MX" : "only where all others say no");
            listener.accept(peer);
        } else {
            LOGGER.info("Peer {} refuses unknown addresses of {} now", peer.name(), domain.asString());
        }
    }

    private static PeerAnswer word(boolean acceptsAll) {
        return acceptsAll ? new PeerAnswer.Accepts() : new PeerAnswer.Unknown();
    }
}
