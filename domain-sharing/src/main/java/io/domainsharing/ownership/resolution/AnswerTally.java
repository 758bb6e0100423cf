// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.membership.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of those whom one look-up asks, in order of preference, and what they come to: the verdict table of this project,
 * all of it. Thread-safe.
 */
final class AnswerTally {
    private final Asked asked;
    private final List<Destination> peers;
    private final @Nullable PeerAnswer[] answers;
    private int missing;

    AnswerTally(Asked asked) {
        this.asked = asked;
        this.peers = asked.destinations();
        this.answers = new PeerAnswer[peers.size()];
        this.missing = peers.size();
    }

    Asked asked() {
        return asked;
    }

    /** Takes a peer's first answer; true if now every peer has answered. A second answer changes nothing. */
    synchronized boolean complete(int peer, PeerAnswer answer) {
        if (answers[peer] != null) {
            return false;
        }
        answers[peer] = answer;
        missing--;
        return missing == 0;
    }

    /** Whether a yes of any other waits for this peer's answer. */
    boolean prevails(Destination peer) {
        return asked.firstPrevails() && peers.get(0).equals(peer);
    }

    /** The first peer that said yes itself, as soon as that counts. A digest's yes is for when all have answered. */
    synchronized @Nullable PeerName owner() {
        if (asked.firstPrevails() && answers[0] == null) {
            return null;
        }
        List<PeerName> acceptors = acceptors(true);
        return acceptors.isEmpty() ? null : acceptors.get(0);
    }

    /**
     * Whether the owner may be remembered: not while the peer that prevails has left open if the address is its own. A peer's
     * yes stands for this once, and the next one to ask hears of it when the silence is over.
     */
    synchronized boolean isOwnerCertain() {
        return !asked.firstPrevails()
                || answers[0] instanceof PeerAnswer.Accepts
                || answers[0] instanceof PeerAnswer.AcceptsAll
                || answers[0] instanceof PeerAnswer.Unknown;
    }

    /** What can be said now that no more answers are waited for. */
    synchronized Verdict atDeadline() {
        List<PeerName> acceptors = acceptors();
        return acceptors.isEmpty() ? new Verdict.Undetermined(missingAnswers()) : verdictOf(acceptors.get(0));
    }

    /** Whether a digest says so, and no peer itself. */
    synchronized boolean isByDigest() {
        return acceptors(true).isEmpty() && !acceptors(false).isEmpty();
    }

    /** That this one of the acceptors has it. */
    synchronized Verdict verdictOf(PeerName owner) {
        return isByDigest()
                ? new Verdict.OnPeer(owner, Verdict.Source.DIGEST, digestAge())
                : new Verdict.OnPeer(owner, Verdict.Source.ASKED);
    }

    /** How old the oldest of the digests is that spoke for their peers; null: none did. */
    synchronized @Nullable Duration digestAge() {
        Duration oldest = null;
        for (PeerAnswer answer : answers) {
            Duration age = answer instanceof PeerAnswer.Accepts yes
                    ? yes.digestAge()
                    : answer instanceof PeerAnswer.Unknown no ? no.digestAge() : null;
            oldest = age != null && (oldest == null || age.compareTo(oldest) > 0) ? age : oldest;
        }
        return oldest;
    }

    /** The peers that said yes; where none did itself, those whose digests do: one that says so now may have taken it over. */
    synchronized List<PeerName> acceptors() {
        List<PeerName> themselves = acceptors(true);
        return themselves.isEmpty() ? acceptors(false) : themselves;
    }

    private List<PeerName> acceptors(boolean themselves) {
        List<PeerName> acceptors = new ArrayList<>(1);
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] instanceof PeerAnswer.Accepts yes && yes.isOwnWord() == themselves) {
                acceptors.add(peers.get(i).name());
            }
        }
        return acceptors;
    }

    /** The first peer that says yes to everything, where every other has said no or says so, too. */
    synchronized @Nullable PeerName lastResort() {
        if (missing > 0 || !acceptors().isEmpty() || !missingAnswers().isEmpty()) {
            return null;
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] instanceof PeerAnswer.AcceptsAll) {
                return peers.get(i).name();
            }
        }
        return null;
    }

    /** Why the peers' word is not an authentic no; empty: every peer said no, or yes to everything. */
    synchronized List<MissingAnswer> missingAnswers() {
        List<MissingAnswer> missingAnswers = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            MissingAnswer missingAnswer = missingAnswer(peers.get(i).name().value(), answers[i]);
            if (missingAnswer != null) {
                missingAnswers.add(missingAnswer);
            }
        }
        Asked.Missing missing = asked.missing();
        if (missing != null) {
            missingAnswers.add(missingAnswer(missing.who().value(), missing.answer()));
        }
        return missingAnswers;
    }

    private static @Nullable MissingAnswer missingAnswer(String peer, @Nullable PeerAnswer answer) {
        if (answer == null) {
            return new MissingAnswer(peer, "no answer within the budget", false, true);
        }
        return switch (answer.kind()) {
            case NO_ANSWER -> missingAnswer(peer, (PeerAnswer.NoAnswer) answer);
            case NOT_NOW -> new MissingAnswer(peer, "has the mailbox but takes no mail for it now", true);
            case ACCEPTS, ACCEPTS_ALL, UNKNOWN -> null;
        };
    }

    private static MissingAnswer missingAnswer(String peer, PeerAnswer.NoAnswer none) {
        return new MissingAnswer(peer, none.text(), false, none.reason().isUnreachable());
    }
}
