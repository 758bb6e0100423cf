// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.cache.CachedOwner;
import io.domainsharing.ownership.cache.OwnerCache;
import java.util.List;
import java.util.function.Consumer;

/** What the peers' answers mean: for those who wait, and for what is remembered (docs/adr/0004). Thread-safe; never blocks. */
final class AnswerRecorder implements Lookups.Outcome {
    private final OwnerCache cache;
    private final Conflicts conflicts;
    private final ResolverListener listener;
    private final Consumer<Lookup> everyPeerSaidNo;

    /**
     * @param everyPeerSaidNo completes the question by the local catch-all, without blocking its caller
     */
    AnswerRecorder(OwnerCache cache, Conflicts conflicts, ResolverListener listener, Consumer<Lookup> everyPeerSaidNo) {
        this.cache = cache;
        this.conflicts = conflicts;
        this.listener = listener;
        this.everyPeerSaidNo = everyPeerSaidNo;
    }

    // A refresh remembers nothing before it has all answers: the owner in use must not flicker between two claimants.
    @Override
    public void answered(Lookup question, Destination peer, PeerAnswer answer) {
        listener.answered(peer.name(), answer);
        boolean tells =
                answer instanceof PeerAnswer.Accepts || question.answers().prevails(peer);
        PeerName owner = tells ? question.answers().owner() : null;
        if (owner != null) {
            if (question.refreshed() == null) {
                remember(question);
            }
            question.complete(new Verdict.OnPeer(owner, Verdict.Source.ASKED));
        }
    }

    // Under a lock: of two peers that say yes at once the first in configured order is to be written last.
    private void remember(Lookup question) {
        if (question.answers().isOwnerCertain()) {
            synchronized (question) {
                cache.found(question.key(), question.answers().acceptors().get(0));
            }
        }
    }

    @Override
    public void settled(Lookup question) {
        List<PeerName> owners = question.answers().acceptors();
        if (owners.isEmpty()) {
            settledWithoutOwner(question);
            return;
        }
        if (owners.size() > 1) {
            conflicts.add(question.key(), owners, Conflicts.FoundBy.LOOKUP);
        } else if (question.isOfAll() && !isClaimedBySilentPeer(question)) {
            conflicts.remove(question.key());
        }
        if (question.refreshed() != null) {
            remember(question);
        }
    }

    // A peer that claimed the address and is silent now has not taken it back.
    private boolean isClaimedBySilentPeer(Lookup question) {
        List<PeerName> claimants = conflicts.claimantsOf(question.key());
        return question.answers().missingAnswers().stream().anyMatch(missingAnswer -> claimants.stream()
                .anyMatch(peer -> peer.value().equals(missingAnswer.who())));
    }

    private void settledWithoutOwner(Lookup question) {
        List<MissingAnswer> missingAnswers = question.answers().missingAnswers();
        if (!missingAnswers.isEmpty()) {
            question.complete(new Verdict.Undetermined(missingAnswers));
            return;
        }
        if (question.isOfAll()) {
            conflicts.remove(question.key());
        }
        CachedOwner refreshed = question.refreshed();
        if (refreshed != null) {
            cache.evict(question.key(), refreshed);
        }
        PeerName lastResort = question.answers().lastResort();
        if (lastResort != null) {
            question.complete(new Verdict.OnPeer(lastResort, Verdict.Source.ASKED));
            return;
        }
        if (!question.isNoStale()) {
            cache.notFound(question.key());
            // Distrusted just between the question and its entry: whoever distrusts it forgets the entry afterwards.
            if (question.isNoStale()) {
                cache.forgetNotFound(question.key());
            }
        }
        everyPeerSaidNo.accept(question);
    }
}
