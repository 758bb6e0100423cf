// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading.Defect;

/** Told what a responder does. Called on its event loop: must neither block nor throw. */
public interface MingerResponderMetrics {
    MingerResponderMetrics NOOP = new MingerResponderMetrics() {};

    /** A datagram came in, whatever it holds. */
    default void received() {}

    /** A query is malformed; it counts as replied to as well. */
    default void malformed(Defect defect) {}

    default void replied(MingerStatus status) {}

    default void unanswered(Silence reason) {}

    /** Why a datagram got no reply. */
    enum Silence {
        /** No usable mailbox in it: there is nothing to echo. */
        NO_MAILBOX,
        /** Its source asked more often than it may. */
        RATE_LIMITED,
        /** It is a query that this server itself has sent to another one. */
        OWN_QUERY,
        /** Too many look-ups in the directory are open already. */
        OVERLOADED,
        /** The directory failed, or said what it may not. */
        DIRECTORY_FAILED,
        /** The directory said nothing in time. */
        DIRECTORY_SILENT
    }
}
