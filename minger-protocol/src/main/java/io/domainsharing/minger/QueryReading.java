// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

/** What a server makes of a datagram. */
public sealed interface QueryReading {
    /** A query. */
    record WellFormed(MingerQuery query) implements QueryReading {}

    /** Not a query, but there is a mailbox to echo: it is answered with {@link MingerStatus#INVALID_REQUEST}. */
    record Malformed(Mailbox mailbox, Defect defect) implements QueryReading {}

    /** Holds no usable mailbox, so no reply is possible. */
    record Unanswerable() implements QueryReading {}

    /** What is wrong with a malformed query. */
    enum Defect {
        OVER_1024_OCTETS,
        /** Octets outside printable ASCII after the mailbox. */
        NOT_PRINTABLE,
        /** Two spaces in a row, or one at the end. */
        EMPTY_FIELD,
        /** Not 24 base64 characters ending in {@code ==}. */
        BAD_DIGEST,
        SECOND_DIGEST,
        /** A digest that does not stand straight after the mailbox. */
        MISPLACED_DIGEST,
        /** Not {@code name=value}, both of letters, digits and {@code _}. */
        BAD_TAG,
        REPEATED_TAG,
        /** {@code pv=1} without a nonce and a MAC of 32 hexadecimal digits each. */
        BAD_PROOF
    }
}
