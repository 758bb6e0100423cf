// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.verdict;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import java.util.List;

/**
 * Whether James's pipeline hands mail over to peers and gateways at all. Where it does not, a recipient of theirs is deferred: what is
 * accepted would be returned to its sender, or go round. Immutable.
 *
 * @param isOpen whether it may
 */
public record HandoverGate(boolean isOpen) {
    private static final Verdict SHUT = new Verdict.Undetermined(List.of(new MissingAnswer(
            "pipeline", "mailetcontainer.xml has no DomainSharingMailet before the local deliveries", false)));

    /** What RCPT is answered by. */
    public Verdict pass(Verdict verdict) {
        return switch (verdict.kind()) {
            case ON_PEER, ON_GATEWAY -> isOpen ? verdict : SHUT;
            case LOCAL, NOBODY, UNDETERMINED -> verdict;
        };
    }
}
