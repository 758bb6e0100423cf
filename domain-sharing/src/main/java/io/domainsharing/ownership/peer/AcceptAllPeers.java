// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which peers say the same of every address of a domain: found out by asking for one that nobody can have, and then once an hour
 * while the peer is asked, or a minute after a look-up without result. The yes of one that says yes becomes {@link
 * PeerAnswer.AcceptsAll}, the "not now" of one that says that becomes no answer. Thread-safe; never blocks.
 *
 * <p>By SMTP many servers accept what they do not have, so a yes counts only once a peer is known to refuse something, and the
 * look-up goes out with the first one about the domain. By Minger a catch-all claims nothing (docs/adr/0004), so a yes
 * counts until the peer is known to say it of everything, and the look-up goes out behind the first yes.
 */
public final class AcceptAllPeers implements PeerChangeListener {
    static final Duration ASK_AGAIN_AFTER = Duration.ofHours(1);
    static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);

    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();
    private static final PeerAnswer SAME_OF_ALL =
            new NoAnswer(PeerAnswer.Reason.REFUSED, "says of every address that it takes no mail now");

    private static final Set<PeerAnswer.Reason> NOT_HEARD =
            Set.of(PeerAnswer.Reason.UNREACHABLE, PeerAnswer.Reason.UNRESOLVABLE, PeerAnswer.Reason.OVERLOADED);

    private static final Logger LOGGER = LoggerFactory.getLogger(AcceptAllPeers.class);

    private final LongSupplier nanos;
    private final NobodysAddresses unknownAddresses;
    private final Consumer<Destination> listener;
    private final Map<ProbedDomain, AcceptAllProbe> probes = new ConcurrentHashMap<>();

    private record ProbedDomain(Destination peer, Domain domain) {}

    /** What is known of a case. Guarded by itself. */
    private static final class AcceptAllProbe {
        /** Yes, not now, or no: what the peer said last of an address that nobody has. */
        private @Nullable PeerAnswer word;

        private boolean isTried;
        private @Nullable Long nextAt;
        private @Nullable CompletableFuture<PeerAnswer> asking;
    }

    /**
     * @param nanos a clock such as {@link System#nanoTime}
     * @param listener told each peer when it is first seen to accept all of a domain; must not block
     */
    public AcceptAllPeers(LongSupplier nanos, NobodysAddresses unknownAddresses, Consumer<Destination> listener) {
        this.nanos = nanos;
        this.unknownAddresses = unknownAddresses;
        this.listener = listener;
    }

    /** The same look-up, whose answer counts for less where this peer gives it to every address. */
    public PeerLookup watched(Destination peer, PeerLookup lookup) {
        boolean isTrusted = isTrusted(peer);
        return address -> {
            Domain domain = address.getDomain();
            AcceptAllProbe probe =
                    probes.computeIfAbsent(new ProbedDomain(peer, domain), added -> new AcceptAllProbe());
            CompletionStage<PeerAnswer> asked = lookup.ask(address);
            CompletionStage<PeerAnswer> early = isTrusted ? null : control(peer, domain, lookup, probe);
            return asked.thenCompose(answer -> {
                if (!(answer instanceof PeerAnswer.Accepts) && !(answer instanceof PeerAnswer.NotNow)) {
                    return CompletableFuture.completedStage(answer);
                }
                CompletionStage<PeerAnswer> control = early == null ? control(peer, domain, lookup, probe) : early;
                return control.thenApply(word -> judged(answer, word, isTrusted));
            });
        };
    }

    /** The domains of which this peer is known to accept every address. */
    public List<Domain> domainsOf(Destination peer) {
        return probes.entrySet().stream()
                .filter(entry -> entry.getKey().peer().equals(peer) && isAcceptAll(entry.getValue()))
                .map(entry -> entry.getKey().domain())
                .toList();
    }

    @Override
    public void afterSwap(PeerChange change) {
        Set<Destination> kept = Set.copyOf(change.after().destinations());
        probes.keySet().removeIf(known -> !kept.contains(known.peer()));
    }

    private static boolean isTrusted(Destination peer) {
        return peer.method().filter(LookupMethod.MINGER::equals).isPresent();
    }

    private static PeerAnswer judged(PeerAnswer answer, PeerAnswer control, boolean isTrusted) {
        if (answer instanceof PeerAnswer.NotNow) {
            boolean isSameOfAll =
                    control instanceof PeerAnswer.NotNow || (isTrusted && control instanceof PeerAnswer.Accepts);
            return isSameOfAll ? SAME_OF_ALL : answer;
        }
        boolean isClaim = isTrusted ? !(control instanceof PeerAnswer.Accepts) : control instanceof PeerAnswer.Unknown;
        return isClaim ? answer : new PeerAnswer.AcceptsAll();
    }

    private static boolean isAcceptAll(AcceptAllProbe probe) {
        synchronized (probe) {
            return probe.word instanceof PeerAnswer.Accepts;
        }
    }

    /** What the peer says of an address that nobody has: as it is known, or else as it will be. */
    private CompletionStage<PeerAnswer> control(
            Destination peer, Domain domain, PeerLookup lookup, AcceptAllProbe probe) {
        boolean isTrusted = isTrusted(peer);
        CompletableFuture<PeerAnswer> started = null;
        CompletionStage<PeerAnswer> known;
        synchronized (probe) {
            boolean isDue = probe.nextAt == null || nanos.getAsLong() - probe.nextAt >= 0;
            if (isDue && probe.asking == null) {
                started = new CompletableFuture<>();
                probe.asking = started;
            }
            CompletableFuture<PeerAnswer> asking = probe.asking;
            known = probe.word == null && asking != null && !(isTrusted && probe.isTried)
                    ? asking
                    : CompletableFuture.completedStage(wordOf(probe, isTrusted));
        }
        if (started != null) {
            ask(peer, domain, lookup, probe, started);
        }
        return known;
    }

    private static PeerAnswer wordOf(AcceptAllProbe probe, boolean isTrusted) {
        return probe.word == null ? isTrusted ? NO : YES : probe.word;
    }

    private void ask(
            Destination peer,
            Domain domain,
            PeerLookup lookup,
            AcceptAllProbe probe,
            CompletableFuture<PeerAnswer> started) {
        CompletionStage<PeerAnswer> unused = lookup.ask(unknownAddresses.in(domain))
                .whenComplete((answer, failure) -> {
                    if (note(probe, answer)) {
                        tell(peer, domain, answer instanceof PeerAnswer.Accepts);
                    }
                    started.complete(answer == null ? isTrusted(peer) ? NO : YES : answer);
                });
    }

    /** Whether that is news. */
    private boolean note(AcceptAllProbe probe, @Nullable PeerAnswer answer) {
        synchronized (probe) {
            probe.asking = null;
            probe.isTried = true;
            boolean tells = answer != null && !(answer instanceof NoAnswer);
            // What the peer has not heard it can be asked with the next look-up.
            probe.nextAt = answer instanceof NoAnswer none && NOT_HEARD.contains(none.reason())
                    ? null
                    : nanos.getAsLong() + (tells ? ASK_AGAIN_AFTER : TRY_AGAIN_AFTER).toNanos();
            boolean before = probe.word instanceof PeerAnswer.Accepts;
            if (tells) {
                probe.word = answer;
            }
            return before != probe.word instanceof PeerAnswer.Accepts;
        }
    }

    private void tell(Destination peer, Domain domain, boolean acceptsAll) {
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
}
