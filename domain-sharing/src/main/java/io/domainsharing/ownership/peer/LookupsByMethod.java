// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Asks each peer in its own way, without any guard. Thread-safe; never blocks. */
public final class LookupsByMethod implements PeerLookups {
    private static final PeerAnswer NOT_ASKED =
            new PeerAnswer.NoAnswer(PeerAnswer.Reason.UNASKABLE, "it is asked about no address");

    private final MingerExchanges minger;
    private final SmtpExchange smtp;
    private final AcceptAllPeers acceptAll;
    private final LookupConfiguration configuration;
    private final RcptFallback fallback;
    private final Predicate<CanonicalAddress> hadOwner;
    private final LogLimit contradictions;
    private final LongSupplier nanos;

    /**
     * @param hadOwner whether an address ever had an owner, as far as is known
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public LookupsByMethod(
            MingerExchanges minger,
            SmtpExchange smtp,
            AcceptAllPeers acceptAll,
            LookupConfiguration configuration,
            Predicate<CanonicalAddress> hadOwner,
            Clock clock,
            LongSupplier nanos) {
        this.minger = minger;
        this.smtp = smtp;
        this.acceptAll = acceptAll;
        this.configuration = configuration;
        this.fallback = new RcptFallback(configuration.smtp()::fallsBackToRcpt, new LogLimit(clock));
        this.hadOwner = hadOwner;
        this.contradictions = new LogLimit(clock);
        this.nanos = nanos;
    }

    /** Asks one who is no peer yet: whether it accepts every address is not noted. */
    public PeerLookup ofCandidate(Destination candidate) {
        return candidate
                .method()
                .map(method -> lookup(candidate, method, minger::ofCandidate))
                .orElse(address -> CompletableFuture.completedStage(NOT_ASKED));
    }

    @Override
    public PeerLookup of(Destination peer) {
        return peer.method()
                .map(method -> acceptAll.watched(peer, lookup(peer, method, minger::of)))
                .orElse(address -> CompletableFuture.completedStage(NOT_ASKED));
    }

    private PeerLookup lookup(Destination peer, LookupMethod method, Function<Destination, MingerExchange> exchange) {
        return switch (method) {
            case MINGER -> new ConfirmedNo(
                    peer.name(),
                    new MingerPeerLookup(peer, exchange.apply(peer), configuration.budget(), nanos),
                    hadOwner,
                    contradictions);
            case VRFY, RCPT -> new SmtpPeerLookup(peer, smtp, fallback, configuration.budget(), nanos);
        };
    }
}
