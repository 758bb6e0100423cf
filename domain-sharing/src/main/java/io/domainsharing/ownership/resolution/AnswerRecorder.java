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
     * @param everyPeerSaidNo completes the look-up by the local catch-all, without blocking its caller
     */
    AnswerRecorder(OwnerCache cache, Conflicts conflicts, ResolverListener listener, Consumer<Lookup> everyPeerSaidNo) {
        this.cache = cache;
        this.conflicts = conflicts;
        this.listener = listener;
        this.everyPeerSaidNo = everyPeerSaidNo;
    }

    // A refresh remembers nothing before it has all answers: the owner in use must not flicker between two claimants.
    @Override
    public void answered(Lookup lookup, Destination peer, PeerAnswer answer) {
        listener.answered(peer.name(), answer);
        boolean tells = answer instanceof PeerAnswer.Accepts || lookup.answers().prevails(peer);
        PeerName owner = tells ? lookup.answers().owner() : null;
        if (owner != null) {
            if (lookup.refreshed() == null) {
                remember(lookup);
            }
            lookup.complete(new Verdict.OnPeer(owner, Verdict.Source.ASKED));
        }
    }

    // Under a lock: of two peers that say yes at once the first in configured order is to be written last.
    private void remember(Lookup lookup) {
        if (lookup.answers().isOwnerCertain()) {
            synchronized (lookup) {
                cache.found(lookup.key(), lookup.answers().acceptors().get(0));
            }
        }
    }

    @Override
    public void settled(Lookup lookup) {
        List<PeerName> owners = lookup.answers().acceptors();
        if (owners.isEmpty()) {
            settledWithoutOwner(lookup);
            return;
        }
        if (lookup.answers().isByDigest()) {
            // Not remembered: the digest says it again, for as long as it counts.
            lookup.complete(lookup.answers().verdictOf(owners.get(0)));
            return;
        }
        if (owners.size() > 1) {
            conflicts.add(lookup.key(), owners, Conflicts.FoundBy.LOOKUP);
        } else if (lookup.isOfAll() && !isClaimedBySilentPeer(lookup)) {
            conflicts.remove(lookup.key());
        }
        if (lookup.refreshed() != null) {
            remember(lookup);
        }
    }

    // A peer that claimed the address and is silent now has not taken it back.
    private boolean isClaimedBySilentPeer(Lookup lookup) {
        List<PeerName> claimants = conflicts.claimantsOf(lookup.key());
        return lookup.answers().missingAnswers().stream().anyMatch(missingAnswer -> claimants.stream()
                .anyMatch(peer -> peer.value().equals(missingAnswer.who())));
    }

    private void settledWithoutOwner(Lookup lookup) {
        List<MissingAnswer> missingAnswers = lookup.answers().missingAnswers();
        if (!missingAnswers.isEmpty()) {
            lookup.complete(new Verdict.Undetermined(missingAnswers));
            return;
        }
        if (lookup.isOfAll()) {
            conflicts.remove(lookup.key());
        }
        CachedOwner refreshed = lookup.refreshed();
        if (refreshed != null) {
            cache.evict(lookup.key(), refreshed);
        }
        PeerName lastResort = lookup.answers().lastResort();
        if (lastResort != null) {
            lookup.complete(new Verdict.OnPeer(lastResort, Verdict.Source.ASKED));
            return;
        }
        if (!lookup.isNoStale()) {
            cache.notFound(lookup.key());
            // Distrusted just between the look-up and its entry: whoever distrusts it forgets the entry afterwards.
            if (lookup.isNoStale()) {
                cache.forgetNotFound(lookup.key());
            }
        }
        everyPeerSaidNo.accept(lookup);
    }
}
