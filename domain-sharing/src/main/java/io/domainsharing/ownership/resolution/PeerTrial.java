// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

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
import java.util.function.Supplier;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * Asks peers afresh, past cache and circuit breaker, about an address that nobody has: for operators, who want to know
 * whether a peer answers. Nothing of it is remembered. Thread-safe; never blocks; never fails; ends within the look-up budget.
 */
public final class PeerTrial {
    private final Survey survey;
    private final Supplier<String> localParts;

    /** @param localParts of addresses that nobody has, another one each time */
    public PeerTrial(Survey survey, Supplier<String> localParts) {
        this.survey = survey;
        this.localParts = localParts;
    }

    /**
     * Each one's reply, in the order given.
     *
     * @param shared the domains to ask in: the first that the peer is asked for
     */
    public CompletionStage<List<Survey.Reply>> of(Collection<Peer> peers, List<Domain> shared) {
        List<CompletableFuture<Survey.Reply>> replies = peers.stream()
                .map(peer -> of(peer, shared).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(done -> replies.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<Survey.Reply> of(Peer peer, List<Domain> shared) {
        Optional<Domain> domain = shared.stream().filter(peer::isAskedFor).findFirst();
        return domain.isPresent()
                ? survey.ask(peer, nobody(domain.get()))
                : CompletableFuture.completedStage(new Survey.Reply(peer.name(), asksForNothing(), Duration.ZERO));
    }

    private static PeerAnswer asksForNothing() {
        return new NoAnswer(Reason.UNASKABLE, "it is asked for none of the shared domains");
    }

    private MailAddress nobody(Domain domain) {
        try {
            return new MailAddress(localParts.get(), domain.asString());
        } catch (AddressException e) {
            throw new IllegalStateException("a local part of letters and digits", e);
        }
    }
}
