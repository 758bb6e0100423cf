// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.function.Predicate;
import org.apache.james.core.MailAddress;

/**
 * Who claims an address of which an operator asks. Immutable; as thread-safe as its parts.
 *
 * @param conflicts knows of addresses on several servers, and learns of those found here
 * @param mayBeShared what may well be on several servers
 */
public record Claimants(ConflictCheck conflicts, Predicate<LocalMatch> mayBeShared) {
    /** Takes down that peers claim an address that is here, or that they do not any more. */
    void note(MailAddress address, Verdict.Local here, List<FreshLookup.Reply> replies) {
        if (!mayBeShared.test(here.match())) {
            conflicts.note(CanonicalAddress.of(address), replies, Conflicts.FoundBy.CHECK);
        }
    }

    /**
     * The peers that claim an address: by what they say now; of one that is silent, and of all where none was asked, by what they said
     * last.
     */
    List<PeerName> of(MailAddress address, Verdict verdict, List<FreshLookup.Reply> replies) {
        if (verdict instanceof Verdict.Local here && mayBeShared.test(here.match())) {
            return List.of();
        }
        List<PeerName> before = conflicts.knownClaimants(CanonicalAddress.of(address));
        return replies.isEmpty()
                ? before
                : replies.stream()
                        .filter(reply -> reply.isClaim() || (reply.isMissing() && before.contains(reply.peer())))
                        .map(FreshLookup.Reply::peer)
                        .toList();
    }
}
