// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

/** What an operator wants of one mail that waits. */
public enum MailOrder {
    /** It is tried now; uses up no retries. */
    RETRY,
    /** It goes back to its sender, untried. */
    RETURN;

    /** What came of giving an order. */
    public enum Outcome {
        /** It is carried out as soon as no try of that mail is under way; one that delivers it makes it void. */
        TAKEN,
        /** No such mail waits in that queue: it may have left a moment ago. */
        NO_SUCH_MAIL,
        /** This queue lets no single mail come before its time. */
        NOT_POSSIBLE
    }
}
