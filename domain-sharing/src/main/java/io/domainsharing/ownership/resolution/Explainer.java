// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.digest.DigestWord;
import io.domainsharing.ownership.membership.Asked;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.pin.Pins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.apache.james.core.MailAddress;

/**
 * Tells an operator who owns an address, and why: the verdict that the next RCPT gets, with what each peer says when it is
 * asked. What the peers say is remembered as RCPT would, and for no other reason is anything changed. Thread-safe; reads
 * James's repositories on the caller's thread and in the background, and never fails.
 */
public final class Explainer {
    private final Ownership ownership;
    private final OwnershipResolver resolver;
    private final PeerDirectory peers;
    private final Pins pins;
    private final FreshLookup freshLookup;
    private final LocalTrails trails;
    private final Claimants claimants;
    private final BiFunction<CanonicalAddress, List<Destination>, List<DigestWord>> digests;
    private final Executor background;

    /**
     * Explains by these parts.
     *
     * @param ownership gives the verdicts that are explained
     * @param resolver remembers what the peers say
     * @param peers those who are asked, gateways included
     * @param pins what an operator has said
     * @param claimants knows who else claims an address
     * @param digests what the digests of these tell of an address
     * @param background may block
     */
    public Explainer(
            Ownership ownership,
            OwnershipResolver resolver,
            PeerDirectory peers,
            Pins pins,
            FreshLookup freshLookup,
            LocalTrails trails,
            Claimants claimants,
            BiFunction<CanonicalAddress, List<Destination>, List<DigestWord>> digests,
            Executor background) {
        this.ownership = ownership;
        this.resolver = resolver;
        this.peers = peers;
        this.pins = pins;
        this.freshLookup = freshLookup;
        this.trails = trails;
        this.claimants = claimants;
        this.digests = digests;
        this.background = background;
    }

    /**
     * Explains one address.
     *
     * @param refresh whether to ask the peers although the verdict is there; what they say is remembered, and an entry that
     *     nobody contradicts stays. Of an address that is here they are asked whether they have it, too
     */
    public CompletionStage<Explanation> explain(MailAddress address, boolean refresh) {
        Step remembered = remembered(address);
        Optional<Verdict> known = ownership.known(address);
        if (known.isPresent() && !refresh) {
            return CompletableFuture.completedStage(explanation(address, known.get(), remembered, List.of()));
        }
        return explained(address, known, remembered).thenCombine(observed(address), Explanation::withObserved);
    }

    private CompletionStage<List<FreshLookup.Reply>> observed(MailAddress address) {
        return freshLookup.ask(Asked.of(peers.current().observed(address.getDomain())), address);
    }

    private CompletionStage<Explanation> explained(MailAddress address, Optional<Verdict> known, Step remembered) {
        PeerName owner =
                remembered instanceof Step.Remembered step ? step.owner().owner() : null;
        Asked asked = peers.asked(address.getDomain(), owner);
        if (known.isPresent() && known.get() instanceof Verdict.Local here && here.match() != LocalMatch.CATCH_ALL) {
            return explainLocal(address, here, asked, remembered);
        }
        return freshLookup
                .ask(asked, address)
                .thenComposeAsync(
                        replies -> {
                            remember(address, asked, replies);
                            return ownership
                                    .resolve(address)
                                    .thenApplyAsync(
                                            verdict -> explanation(address, verdict, remembered, replies), background);
                        },
                        background);
    }

    private CompletionStage<Explanation> explainLocal(
            MailAddress address, Verdict.Local here, Asked asked, Step remembered) {
        return freshLookup
                .ask(asked, address)
                .thenApplyAsync(
                        replies -> {
                            claimants.note(address, here, replies);
                            return explanation(address, here, remembered, replies);
                        },
                        background);
    }

    // The same table as for RCPT: an operator's look must leave nothing behind that a look-up would not.
    private void remember(MailAddress address, Asked asked, List<FreshLookup.Reply> replies) {
        AnswerTally answers = new AnswerTally(asked);
        for (int i = 0; i < asked.destinations().size(); i++) {
            answers.complete(i, replies.get(i).answer());
        }
        List<PeerName> owners = answers.acceptors();
        if (!owners.isEmpty()) {
            if (answers.isOwnerCertain()) {
                resolver.remember(address, owners.get(0));
            }
        } else if (answers.missingAnswers().isEmpty()) {
            // And no more: that nobody has it is for a look-up to remember, which hears when its "no" grows stale.
            resolver.evict(address);
        }
    }

    private Step remembered(MailAddress address) {
        CanonicalAddress key = CanonicalAddress.of(address);
        Optional<RememberedOwner> owner = resolver.cached(address).filter(entry -> peers.mayOwn(entry.owner(), key));
        if (owner.isPresent()) {
            return new Step.Remembered(owner.get());
        }
        return resolver.isNobodyRemembered(address) ? new Step.NobodyRemembered() : new Step.NothingRemembered();
    }

    private Explanation explanation(
            MailAddress address, Verdict verdict, Step remembered, List<FreshLookup.Reply> replies) {
        return new Explanation(
                verdict, steps(address, verdict, remembered, replies), claimants.of(address, verdict, replies));
    }

    private List<Step> steps(MailAddress address, Verdict verdict, Step remembered, List<FreshLookup.Reply> replies) {
        List<Step> steps = new ArrayList<>();
        pins.of(address).ifPresent(pin -> steps.add(new Step.Pinned(pin, pins.counts(pin))));
        if (verdict instanceof Verdict.OnPeer onPeer && onPeer.source() == Verdict.Source.PINNED) {
            replies.forEach(reply -> steps.add(new Step.Asked(reply)));
            return steps;
        }
        if (isWithoutAsking(verdict)) {
            steps.add(new Step.AtGateway(((Verdict.OnGateway) verdict).proof()));
            replies.forEach(reply -> steps.add(new Step.Asked(reply)));
            return steps;
        }
        Step here = here(address, verdict, replies);
        steps.add(here);
        if (!(here instanceof Step.NotHere)) {
            replies.forEach(reply -> steps.add(new Step.Asked(reply)));
            return steps;
        }
        steps.add(remembered);
        digests.apply(
                        CanonicalAddress.of(address),
                        peers.asked(address.getDomain()).destinations())
                .forEach(word -> steps.add(new Step.InDigest(word)));
        replies.forEach(reply -> steps.add(new Step.Asked(reply)));
        if (verdict instanceof Verdict.OnGateway relayed) {
            steps.add(new Step.AtGateway(relayed.proof()));
        } else if (verdict instanceof Verdict.Nobody || verdict instanceof Verdict.Local) {
            steps.add(new Step.CatchAll(verdict instanceof Verdict.Local));
        }
        return steps;
    }

    /** Whether the gateway's file or its configuration says so, and nothing else is looked at. */
    private static boolean isWithoutAsking(Verdict verdict) {
        return verdict instanceof Verdict.OnGateway relayed
                && (relayed.proof() == Verdict.Proof.LISTED || relayed.proof() == Verdict.Proof.UNCHECKED);
    }

    // From the verdict and not from another look into the directory, which might by now say something else.
    private Step here(MailAddress address, Verdict verdict, List<FreshLookup.Reply> replies) {
        if (verdict instanceof Verdict.Local local && local.match() != LocalMatch.CATCH_ALL) {
            return new Step.FoundHere(local.match(), trail(address, local.match()));
        }
        boolean failed = replies.isEmpty()
                && verdict instanceof Verdict.Undetermined undetermined
                && undetermined.missingAnswers().stream()
                        .anyMatch(missingAnswer -> missingAnswer.who().equals(DirectoryFailure.WHO));
        return failed ? new Step.DirectoryUnavailable() : new Step.NotHere();
    }

    private Trail trail(MailAddress address, LocalMatch match) {
        try {
            return trails.of(address, match);
        } catch (DirectoryUnavailableException e) {
            return new Trail(List.of(address), 0);
        }
    }
}
