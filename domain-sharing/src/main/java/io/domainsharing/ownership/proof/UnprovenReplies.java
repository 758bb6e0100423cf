// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.minger.MingerStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Replies without the proof that is required of a peer, which did not count. Immutable.
 *
 * @param said the digit of the last one, which anybody may have sent
 */
public record UnprovenReplies(long count, Instant since, Instant last, MingerStatus said) {
    static UnprovenReplies after(@Nullable UnprovenReplies before, Instant now, MingerStatus said) {
        return before == null
                ? new UnprovenReplies(1, now, now, said)
                : new UnprovenReplies(before.count() + 1, before.since(), now, said);
    }
}
