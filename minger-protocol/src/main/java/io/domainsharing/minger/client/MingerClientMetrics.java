// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.MingerStatus;
import java.time.Duration;

/** Told what a client does. Called on its event loops: must neither block nor throw. */
public interface MingerClientMetrics {
    MingerClientMetrics NOOP = new MingerClientMetrics() {};

    /** A datagram left; a query that is repeated counts again. */
    default void sent(MingerServer server) {}

    default void answered(MingerServer server, MingerStatus status, Duration roundTrip) {}

    default void notAnswered(MingerServer server, MingerOutcome.Reason reason) {}

    default void dropped(MingerServer server, DropReason reason) {}

    /**
     * Why a datagram was dropped. What comes from elsewhere to a connected socket, or after it was closed, is dropped by
     * the kernel already and shows in its counters only (on Linux {@code UdpNoPorts}).
     */
    enum DropReason {
        /** Not a response. */
        MALFORMED,
        /** From another address or port than the one asked. */
        FOREIGN,
        /** A response that echoes something else than what was asked. */
        OTHER_MAILBOX,
        /** The query was answered or given up before, or it was refused with its proof and has gone out without. */
        LATE,
        /** Without the proof that is required, or with a wrong one. */
        UNPROVEN
    }
}
