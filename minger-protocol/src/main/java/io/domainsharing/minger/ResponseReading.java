// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

/** What a client makes of a datagram. */
public sealed interface ResponseReading {
    /** A response, though perhaps about another mailbox than the one asked. */
    record WellFormed(MingerResponse response) implements ResponseReading {}

    /** Not a response: to be dropped. */
    record Malformed(Defect defect) implements ResponseReading {}

    /** What is wrong with it. */
    enum Defect {
        /** Nothing at its start that could be an echo. */
        NO_MAILBOX,
        /** No digit from 0 to 5 after the mailbox. */
        NO_STATUS
    }
}
