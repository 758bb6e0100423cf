// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.util.List;

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
        Undetermined undetermined,
        CacheView cache) {
    /**
     * The server that answers peers.
     *
     * @param bind where it listens
     */
    record Minger(boolean enabled, List<String> bind) {}

    /** How many peers are in which state. */
    record PeerCount(int up, int down, int unknown) {}

    /** A queue, and how many messages are in it. */
    record Undetermined(String queue, long waiting) {}
}
