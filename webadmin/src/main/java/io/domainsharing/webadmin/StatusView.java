// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This server as JSON.
 *
 * @param startedAt when WebAdmin's routes were put together, with James, ISO 8601
 * @param domains those shared, in alphabetical order
 * @param questionsInFlight addresses that peers are being asked about
 * @param conflicts addresses that several servers have
 * @param undetermined mail whose owner nobody could tell
 */
record StatusView(
        String node,
        boolean enabled,
        String version,
        String startedAt,
        List<String> domains,
        Minger minger,
        PeerCount peers,
        int questionsInFlight,
        int conflicts,
        FindingCount findings,
        Undetermined undetermined,
        CacheView cache) {
    /**
     * The server that answers peers.
     *
     * @param bind where it listens
     */
    record Minger(boolean enabled, List<String> bind) {}

    /** How many findings stand, of which severity. */
    record FindingCount(long errors, long warnings) {}

    /** How many peers are in which state. */
    record PeerCount(int up, int refuses, int down, int unknown) {}

    /**
     * A queue, and how many messages are in it.
     *
     * @param waiting absent where the queue cannot tell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Undetermined(String queue, @Nullable Long waiting) {}
}
