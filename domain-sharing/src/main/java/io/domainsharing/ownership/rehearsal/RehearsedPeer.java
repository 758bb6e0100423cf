// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import io.domainsharing.ownership.PeerName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the rehearsal with one peer has come to.
 *
 * @param since when it began
 * @param figures of each difference
 * @param notAsked how often a recipient was left out, for want of room
 * @param isExact whether each address is counted once; else some of those beyond {@value Sightings#MOST} may be counted again
 */
public record RehearsedPeer(
        PeerName peer, Instant since, Map<Difference, Figure> figures, long notAsked, boolean isExact) {
    private static final Figure ZERO = new Figure(0, List.of());

    public RehearsedPeer {
        figures = Map.copyOf(figures);
    }

    /**
     * How many recipients, and the first of them.
     *
     * @param addresses in canonical spelling, oldest first
     */
    public record Figure(long count, List<String> addresses) {
        public Figure {
            addresses = List.copyOf(addresses);
        }
    }

    /** Recipients of that difference. */
    public Figure of(Difference difference) {
        return figures.getOrDefault(difference, ZERO);
    }

    /** Different recipients that the peer was asked about. */
    public long recipients() {
        return figures.values().stream().mapToLong(Figure::count).sum();
    }

    /** For people: {@code 1,204 recipients: 31 that you refuse today tokyo would take; 0 that would be deferred; 3 addresses on both}. */
    public String sentence() {
        long both = of(Difference.ON_BOTH).count();
        long fromCatchAll = of(Difference.FROM_CATCH_ALL).count();
        return (isExact ? "" : "about ")
                + number(recipients())
                + (recipients() == 1 ? " recipient: " : " recipients: ")
                + number(of(Difference.WOULD_TAKE).count())
                + " that you refuse today "
                + peer
                + " would take; "
                + number(of(Difference.WOULD_DEFER).count())
                + " that would be deferred; "
                + number(both)
                + (both == 1 ? " address on both" : " addresses on both")
                + (fromCatchAll == 0 ? "" : "; " + number(fromCatchAll) + " that your catch-all takes today")
                + (notAsked == 0 ? "" : "; " + number(notAsked) + " left out for want of room");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
