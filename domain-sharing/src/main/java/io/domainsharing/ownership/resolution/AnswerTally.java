// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.membership.Asked;
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

    /** The first peer that said yes, as soon as that counts. */
    synchronized @Nullable PeerName owner() {
        if (asked.firstPrevails() && answers[0] == null) {
            return null;
        }
        List<PeerName> acceptors = acceptors();
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
        return acceptors.isEmpty()
                ? new Verdict.Undetermined(missingAnswers())
                : new Verdict.OnPeer(acceptors.get(0), Verdict.Source.ASKED);
    }

    /** The peers that said yes. */
    synchronized List<PeerName> acceptors() {
        List<PeerName> acceptors = new ArrayList<>(1);
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] instanceof PeerAnswer.Accepts) {
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
