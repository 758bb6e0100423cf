// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import java.time.Instant;

/**
 * Whether a peer answers look-ups.
 *
 * @param since when that was noticed
 */
public record PeerState(Status status, Instant since) {
    /** What is known of a peer. */
    public enum Status {
        /** Its last word was an authentic answer. */
        UP,
        /** Silent three times in a row: not asked, but probed. */
        DOWN,
        /** Not asked yet. */
        UNKNOWN
    }
}
