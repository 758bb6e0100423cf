// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.EnhancedStatus;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.UnknownMailbox;
import io.domainsharing.smtpclient.SmtpReply;
import java.util.Set;

/** What replies to VRFY and RCPT say about the mailbox (docs/adr/0013). Nothing that is policy, or said for now, is a no. */
final class SmtpWords {
    private static final Set<Integer> YES = Set.of(250, 251);
    /** 252: cannot tell; 500, 502: not such a command here (RFC 5321 sections 3.5.3 and 4.2.4). */
    private static final Set<Integer> NOT_TOLD = Set.of(252, 500, 502);
    /** Mailbox disabled, mailbox full (RFC 3463 section 3.3): there is one. Not x.2.0, which greylisting says. */
    private static final Set<String> TAKES_NOTHING_NOW = Set.of("4.2.1", "4.2.2", "5.2.1", "5.2.2");

    private SmtpWords() {}

    /** Whether a server does not tell by VRFY, and may by RCPT. */
    static boolean isNotTold(SmtpReply toVrfy) {
        return NOT_TOLD.contains(toVrfy.code());
    }

    static PeerAnswer toVrfy(SmtpReply reply) {
        return UnknownMailbox.isSaidToVrfy(reply.code(), text(reply)) ? new PeerAnswer.Unknown() : other(reply);
    }

    static PeerAnswer toRcpt(SmtpReply reply) {
        return UnknownMailbox.isSaidBy(reply.code(), text(reply)) ? new PeerAnswer.Unknown() : other(reply);
    }

    private static PeerAnswer other(SmtpReply reply) {
        if (YES.contains(reply.code())) {
            return new PeerAnswer.Accepts();
        }
        Set<String> statuses = EnhancedStatus.allIn(text(reply));
        boolean isFull = !reply.isPositive() && !statuses.isEmpty() && TAKES_NOTHING_NOW.containsAll(statuses);
        return isFull ? new PeerAnswer.NotNow() : new NoAnswer(Reason.REFUSED, "answered " + reply);
    }

    private static String text(SmtpReply reply) {
        return String.join("\n", reply.lines());
    }
}
