// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import java.time.Duration;

/**
 * What a digest says in the place of its peer: the table of docs/adr/0046, all of it.
 *
 * <table>
 * <caption>The first line that fits</caption>
 * <tr><th>digest for the domain</th><th>the address</th><th>before the peer is asked</th><th>if it does not answer</th></tr>
 * <tr><td>none, or not listed</td><td></td><td>ask</td><td>undetermined</td></tr>
 * <tr><td>listed or guarded</td><td>is in it</td><td>ask: it may be full</td><td>yes, as long as any yes counts</td></tr>
 * <tr><td>listed, not guarded</td><td>is not in it</td><td>ask</td><td>undetermined</td></tr>
 * <tr><td>guarded</td><td>is not in it; asked about since</td><td>ask</td><td>undetermined</td></tr>
 * <tr><td>guarded</td><td>is not in it</td><td>no, if the peer is live; else ask</td><td>no, if it was live since the start
 * and within {@code trustedFor}; else undetermined</td></tr>
 * </table>
 *
 * @param trustedFor so long after the peer was last heard its no counts
 * @param yesFor so long its yes does: as that of any peer
 * @param noCounts whether this server hears of each question that a peer asks this site; where the site has other nodes it does not, and no
 *     digest says no
 */
public record DigestRules(Duration trustedFor, Duration yesFor, boolean noCounts) {
    /** What is said. */
    public enum Word {
        YES,
        NO,
        /** Nothing: the peer has to be asked, or, where it was, remains silent. */
        NOTHING
    }

    /** Whether the peer need not be asked: {@link Word#NO}, or {@link Word#NOTHING}. */
    public Word beforeAsking(Standing standing) {
        return isAbsent(standing) && standing.isLive() ? Word.NO : Word.NOTHING;
    }

    /** What stands for the answer of a peer that gives none. */
    public Word onSilence(Standing standing) {
        if (standing.coverage() != Coverage.NOT_LISTED && standing.isListed()) {
            return isWithin(standing, yesFor) ? Word.YES : Word.NOTHING;
        }
        return isAbsent(standing) && standing.isConfirmed() && isWithin(standing, trustedFor) ? Word.NO : Word.NOTHING;
    }

    /** What stands for the answer of a peer that is not to be asked: each word only where it would be said if it were. */
    public Word withoutAsking(Standing standing) {
        return onSilence(standing) == Word.YES ? Word.YES : beforeAsking(standing);
    }

    private boolean isAbsent(Standing standing) {
        return noCounts && standing.coverage() == Coverage.GUARDED && !standing.isListed() && !standing.isAskedLately();
    }

    private static boolean isWithin(Standing standing, Duration time) {
        return standing.age().compareTo(time) <= 0;
    }
}
