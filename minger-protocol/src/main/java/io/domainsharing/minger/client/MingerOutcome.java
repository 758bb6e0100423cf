// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.MingerStatus;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What came of asking. Only {@link MingerStatus#DOES_NOT_EXIST} means that the address does not exist. */
public sealed interface MingerOutcome {
    /**
     * An authentic reply: from the address and port asked, with the mailbox echoed.
     *
     * @param status also 0, 1 and 2, which say nothing about the address
     * @param roundTrip since the query was last sent to that address
     * @param from the address that replied
     * @param isProven whether the reply proves that whoever wrote it knows the secret
     */
    record Answered(MingerStatus status, Duration roundTrip, InetSocketAddress from, boolean isProven)
            implements MingerOutcome {}

    /** Nobody knows. {@code detail} is for people: one sentence, no secret. */
    record NoAnswer(Reason reason, String detail) implements MingerOutcome {}

    /** Why there is no answer. */
    enum Reason {
        /** Silence until the last try or the budget ended, or nothing but replies that lack the proof that is required. */
        TIMEOUT,
        /** In that time the server sent something, but no reply to this query: it is alive. */
        UNMATCHED,
        /** No route, or an ICMP message that nobody listens there, for every address of the host. */
        UNREACHABLE,
        /** The host name has no address, or DNS does not tell. */
        UNRESOLVABLE,
        /** Too many queries in flight here, or no socket to be had: the server was not asked. */
        OVERLOADED,
        /** The client is closed, or was while the query was in flight. */
        CLOSED
    }
}
