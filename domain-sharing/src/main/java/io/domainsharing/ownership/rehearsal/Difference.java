// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What becomes different for a recipient once an observed peer shares. */
public enum Difference {
    /** It is refused or deferred today, and the peer would take it. */
    WOULD_TAKE,
    /** It is answered at once today, and would be deferred: the peer does not tell, or takes no mail for it now. */
    WOULD_DEFER,
    /** Another server has it too, this one or another peer. */
    ON_BOTH,
    /** A catch-all here takes it today, and it would go to the peer. */
    FROM_CATCH_ALL,
    /** None. */
    NONE;

    /** With these the peer was not heard, by no fault of its own. */
    private static final Set<Reason> NOT_ASKED = EnumSet.of(Reason.OVERLOADED, Reason.CLOSED, Reason.UNASKABLE);

    /** As the verdict table has it for a peer that shares; empty: what the peer says tells nothing. */
    static Optional<Difference> of(Verdict today, PeerAnswer answer) {
        return switch (answer.kind()) {
            case ACCEPTS -> Optional.of(ofYes(today));
            case ACCEPTS_ALL -> Optional.of(isHeldToBeNobodys(today) ? ofYes(today) : NONE);
            case NOT_NOW -> Optional.of(isHeldToBeNobodys(today) ? WOULD_DEFER : hasOwner(today) ? ON_BOTH : NONE);
            case UNKNOWN -> Optional.of(NONE);
            case NO_ANSWER -> NOT_ASKED.contains(((NoAnswer) answer).reason())
                    ? Optional.empty()
                    : Optional.of(isHeldToBeNobodys(today) ? WOULD_DEFER : NONE);
        };
    }

    private static Difference ofYes(Verdict today) {
        return switch (today.kind()) {
            case LOCAL -> isCatchAll(today) ? FROM_CATCH_ALL : ON_BOTH;
            case NOBODY, UNDETERMINED -> WOULD_TAKE;
            case ON_PEER, ON_GATEWAY -> hasOwner(today) ? ON_BOTH : NONE;
        };
    }

    /** Whether every server that decides has said no. */
    private static boolean isHeldToBeNobodys(Verdict today) {
        return today instanceof Verdict.Nobody || isCatchAll(today);
    }

    /** Whether a server says that it has it; a pin is an operator's word, who knows of others. */
    private static boolean hasOwner(Verdict today) {
        return switch (today.kind()) {
            case LOCAL -> !isCatchAll(today);
            case ON_PEER -> ((Verdict.OnPeer) today).source() != Verdict.Source.PINNED;
            case ON_GATEWAY -> true;
            case NOBODY, UNDETERMINED -> false;
        };
    }

    private static boolean isCatchAll(Verdict today) {
        return today instanceof Verdict.Local local && local.match() == LocalMatch.CATCH_ALL;
    }
}
