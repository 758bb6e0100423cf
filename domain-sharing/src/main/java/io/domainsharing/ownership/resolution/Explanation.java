// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Verdict;
import java.util.List;

/**
 * A verdict and how it came about.
 *
 * @param steps in the order in which they were taken
 */
public record Explanation(Verdict verdict, List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Of the peers that were asked for it; empty: none was, the verdict was there. */
    public List<FreshLookup.Reply> replies() {
        return steps.stream()
                .filter(Step.Asked.class::isInstance)
                .map(step -> ((Step.Asked) step).reply())
                .toList();
    }
}
