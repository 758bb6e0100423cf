// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** A message that a site has taken, and what became of it. One thread. */
final class Message {
    final int number;
    final MailAddress address;
    /** Who has it in a queue. */
    int at;
    /** Whom it goes to; null: that is to be found out. */
    @Nullable
    Integer target;

    int tries;
    int hops;
    int delivered;
    /** Connections that were lost when the other side had taken it already: each may double it (RFC 1047). */
    int lostAcknowledgements;

    boolean isDone;

    Message(int number, MailAddress address, int at) {
        this.number = number;
        this.address = address;
        this.at = at;
    }
}
