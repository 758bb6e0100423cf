// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import java.time.Instant;

/**
 * Whether a peer answers look-ups.
 *
 * @param since when that was noticed
 * @param detail what a peer that refuses says, for the operator, safe to log; else empty
 */
public record PeerState(Status status, Instant since, String detail) {
    /** What is known of a peer. */
    public enum Status {
        /** Its last word was an authentic answer. */
        UP,
        /** It answers, and tells nothing of any address: Minger 0, 1 or 2, or a refusal to every look-up by SMTP. */
        REFUSES,
        /** Silent three times in a row: not asked, but probed. */
        DOWN,
        /** Not asked yet. */
        UNKNOWN
    }

    public PeerState(Status status, Instant since) {
        this(status, since, "");
    }
}
