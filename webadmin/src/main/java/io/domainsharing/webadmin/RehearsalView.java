// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.rehearsal.Difference;
import io.domainsharing.ownership.rehearsal.RehearsedPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rehearsal with a peer that is observed has come to, as JSON: numbers of different recipients.
 *
 * @param since when it began, ISO 8601
 * @param sentence all numbers in words
 * @param wouldTake those refused or deferred today that the peer would take
 * @param wouldDefer those answered at once today that would be deferred
 * @param onBoth those that another server has as well, this one or a peer
 * @param fromCatchAll those that a catch-all takes today and that would go to the peer
 * @param unchanged all others
 * @param notAsked how often a recipient was left out, for want of room
 * @param exact whether each address is counted once
 * @param addresses the first of each kind; absent in the overview
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RehearsalView(
        String peer,
        String since,
        String sentence,
        long recipients,
        long wouldTake,
        long wouldDefer,
        long onBoth,
        long fromCatchAll,
        long unchanged,
        long notAsked,
        boolean exact,
        @Nullable Addresses addresses) {
    /** In canonical spelling, oldest first. */
    record Addresses(List<String> wouldTake, List<String> wouldDefer, List<String> onBoth, List<String> fromCatchAll) {}

    static RehearsalView brief(RehearsedPeer found) {
        return of(found, null);
    }

    static RehearsalView whole(RehearsedPeer found) {
        return of(
                found,
                new Addresses(
                        found.of(Difference.WOULD_TAKE).addresses(),
                        found.of(Difference.WOULD_DEFER).addresses(),
                        found.of(Difference.ON_BOTH).addresses(),
                        found.of(Difference.FROM_CATCH_ALL).addresses()));
    }

    private static RehearsalView of(RehearsedPeer found, @Nullable Addresses addresses) {
        return new RehearsalView(
                found.peer().value(),
                found.since().toString(),
                found.sentence(),
                found.recipients(),
                found.of(Difference.WOULD_TAKE).count(),
                found.of(Difference.WOULD_DEFER).count(),
                found.of(Difference.ON_BOTH).count(),
                found.of(Difference.FROM_CATCH_ALL).count(),
                found.of(Difference.NONE).count(),
                found.notAsked(),
                found.isExact(),
                addresses);
    }
}
