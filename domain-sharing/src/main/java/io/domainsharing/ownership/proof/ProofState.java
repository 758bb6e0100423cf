// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a peer's proofs. Immutable.
 *
 * @param since when it first proved an answer; null: it has not yet
 * @param unproven since the start; null: none
 */
public record ProofState(Kind kind, @Nullable Instant since, @Nullable UnprovenReplies unproven) {
    /** What it does. */
    public enum Kind {
        /** It has proven an answer: one without proof does not count. */
        SIGNS,
        /** It answers, without proofs. */
        PLAIN,
        /** It has not answered yet. */
        UNTRIED
    }
}
