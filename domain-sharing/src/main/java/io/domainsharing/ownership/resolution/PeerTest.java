// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.Domain;

/**
 * Asks peers afresh, past cache and circuit breaker, about an address that nobody has: for operators, who want to know
 * whether a peer answers. Nothing of it is remembered. Thread-safe; never blocks; never fails; ends within the look-up budget.
 */
public final class PeerTest {
    private final FreshLookup freshLookup;
    private final FreshLookup ofCandidates;
    private final NobodysAddresses unknownAddresses;

    /** @param ofCandidates asks those who are no peers, and notes nothing of them */
    public PeerTest(FreshLookup freshLookup, FreshLookup ofCandidates, NobodysAddresses unknownAddresses) {
        this.freshLookup = freshLookup;
        this.ofCandidates = ofCandidates;
        this.unknownAddresses = unknownAddresses;
    }

    /**
     * Each one's reply, in the order given.
     *
     * @param shared the domains to ask in: the first that the peer is asked for
     */
    public CompletionStage<List<FreshLookup.Reply>> of(Collection<Peer> peers, List<Domain> shared) {
        List<CompletableFuture<FreshLookup.Reply>> replies = peers.stream()
                .map(peer -> of(freshLookup, peer, shared).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(done -> replies.stream().map(CompletableFuture::join).toList());
    }

    /**
     * The reply of one who is no peer yet, or is one otherwise. A yes to an address that nobody has is a yes to every address.
     *
     * @param shared the domains to ask in: the first that it would be asked for
     */
    public CompletionStage<FreshLookup.Reply> ofCandidate(Peer candidate, List<Domain> shared) {
        return of(ofCandidates, candidate, shared)
                .thenApply(reply -> reply.answer() instanceof PeerAnswer.Accepts
                        ? new FreshLookup.Reply(reply.peer(), new PeerAnswer.AcceptsAll(), reply.took())
                        : reply);
    }

    private CompletionStage<FreshLookup.Reply> of(FreshLookup asker, Peer peer, List<Domain> shared) {
        Optional<Domain> domain = shared.stream().filter(peer::isAskedFor).findFirst();
        return domain.isPresent()
                ? asker.ask(peer, unknownAddresses.in(domain.get()))
                : CompletableFuture.completedStage(new FreshLookup.Reply(peer.name(), asksForNothing(), Duration.ZERO));
    }

    private static PeerAnswer asksForNothing() {
        return new NoAnswer(Reason.UNASKABLE, "it is asked for none of the shared domains");
    }
}
