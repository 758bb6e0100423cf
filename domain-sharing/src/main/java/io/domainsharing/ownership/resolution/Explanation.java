// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Verdict;
import java.util.List;

/**
 * A verdict and how it came about.
 *
 * @param replies of the peers that were asked for it; empty: none was, the verdict was there
 */
public record Explanation(Verdict verdict, List<Survey.Reply> replies) {
    public Explanation {
        replies = List.copyOf(replies);
    }
}
