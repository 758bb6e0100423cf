// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A verdict and how it came about.
 *
 * @param steps in the order in which they were taken; behind them, what those said that decide nothing
 * @param claimants peers that have the address, in configured order, as they say now or as this server found before; one that has
 *     it alone is left out where nobody was asked
 */
public record Explanation(Verdict verdict, List<Step> steps, List<PeerName> claimants) {
    public Explanation {
        steps = List.copyOf(steps);
        claimants = List.copyOf(claimants);
    }

    /** The same, with what those said that are only observed. */
    Explanation withObserved(List<FreshLookup.Reply> replies) {
        List<Step> all = new ArrayList<>(steps);
        replies.forEach(reply -> all.add(new Step.Observed(reply)));
        return new Explanation(verdict, all, claimants);
    }

    /** Whether several servers have the address, this one among them or not. */
    public boolean isConflict() {
        return claimants.size() > (isHere() ? 0 : 1);
    }

    /** Whether this server has it by exact match. */
    public boolean isHere() {
        return steps.stream().anyMatch(Step.FoundHere.class::isInstance);
    }

    /** Of the peers that were asked for it; empty: none was, the verdict was there. */
    public List<FreshLookup.Reply> replies() {
        return steps.stream()
                .filter(Step.Asked.class::isInstance)
                .map(step -> ((Step.Asked) step).reply())
                .toList();
    }
}
