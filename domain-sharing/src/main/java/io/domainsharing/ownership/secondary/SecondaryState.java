// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.peer.PeerState;
import java.time.Instant;
import java.util.List;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * How it went with one secondary so far.
 *
 * @param nextCall when it is asked again; null: it is being asked now, or not yet or not any more
 * @param calls one for each of its domains, in configured order
 */
public record SecondaryState(Secondary secondary, PeerState state, @Nullable Instant nextCall, List<Call> calls) {
    public SecondaryState {
        calls = List.copyOf(calls);
    }

    /**
     * The last call about one domain.
     *
     * @param at null: not asked yet
     * @param code of the reply; null: there was none
     * @param text the reply, or why there is none: one line, printable and bounded
     */
    public record Call(Domain domain, @Nullable Instant at, @Nullable Integer code, String text) {}
}
