// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.ownership.Verdict;
import org.jspecify.annotations.Nullable;

/** One RCPT, and what it took. One thread. */
final class Recipient {
    final Kind kind;
    final int number;
    /** Questions to peers, those of a refresh behind the verdict included. */
    int questions;
    /** Of a processor, without what peers and network take. */
    long nanos;

    /** Octets of its questions and their answers, headers included. */
    long octets;

    /** Null: there is none yet. */
    Verdict.@Nullable Kind verdict;

    /** Whether it was refused although somebody has it. */
    boolean isWronglyRefused;

    /** What is known of a recipient when it comes. */
    enum Kind {
        /** Has a mailbox here. */
        LOCAL,
        /** A colleague elsewhere, who has got mail before. */
        REMEMBERED,
        /** A colleague elsewhere, who has got none yet. */
        FIRST,
        /** Nobody: a typing error, or a guess. */
        UNKNOWN
    }

    /** @param number of the address; -1: nobody has it */
    Recipient(Kind kind, int number) {
        this.kind = kind;
        this.number = number;
    }
}
