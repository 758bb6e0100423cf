// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;

/**
 * Tells an operator who owns an address, and why: the verdict that the next RCPT gets, with what each peer says when it is
 * asked. Thread-safe; reads James's repositories on the caller's thread and never fails.
 */
public final class Explainer {
    private final Ownership ownership;
    private final OwnershipResolver resolver;
    private final Survey survey;

    /**
     * Explains by these parts.
     *
     * @param ownership gives the verdicts that are explained
     * @param resolver remembers what the peers say
     */
    public Explainer(Ownership ownership, OwnershipResolver resolver, Survey survey) {
        this.ownership = ownership;
        this.resolver = resolver;
        this.survey = survey;
    }

    /**
     * Explains one address.
     *
     * @param refresh whether to ask the peers although the verdict is there; what they say is remembered, and an entry that
     *     nobody contradicts stays
     */
    public CompletionStage<Explanation> explain(MailAddress address, boolean refresh) {
        Optional<Verdict> known = ownership.known(address);
        if (known.isPresent() && (!refresh || known.get() instanceof Verdict.Local)) {
            return CompletableFuture.completedStage(new Explanation(known.get(), List.of()));
        }
        return survey.ask(address).thenCompose(replies -> {
            remember(address, replies);
            return ownership.resolve(address).thenApply(verdict -> new Explanation(verdict, replies));
        });
    }

    private void remember(MailAddress address, List<Survey.Reply> replies) {
        Optional<Survey.Reply> owner = replies.stream()
                .filter(reply -> reply.answer() instanceof PeerAnswer.Accepts)
                .findFirst();
        if (owner.isPresent()) {
            resolver.remember(address, owner.get().peer());
        } else if (replies.stream().allMatch(reply -> reply.answer() instanceof PeerAnswer.Unknown)) {
            resolver.rememberNobody(address);
        }
    }
}
