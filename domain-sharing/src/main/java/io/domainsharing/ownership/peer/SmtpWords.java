// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.FullMailbox;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.UnknownMailbox;
import io.domainsharing.smtpclient.SmtpReply;
import java.util.List;
import java.util.Set;

/**
 * What replies to VRFY and RCPT say about the mailbox (docs/adr/0013). Nothing that is policy, or said for now, is a no.
 *
 * @param unknownUser how the server says "no such user" in words of its own
 */
record SmtpWords(List<ReplyBeginning> unknownUser) {
    private static final Set<Integer> YES = Set.of(250, 251);
    /** 252: cannot tell; 500, 502: not such a command here (RFC 5321 sections 3.5.3 and 4.2.4). */
    private static final Set<Integer> NOT_TOLD = Set.of(252, 500, 502);

    /** Whether a server does not tell by VRFY, and may by RCPT. */
    static boolean isNotTold(SmtpReply toVrfy) {
        return NOT_TOLD.contains(toVrfy.code());
    }

    PeerAnswer toVrfy(SmtpReply reply) {
        return UnknownMailbox.isSaidToVrfy(reply.code(), text(reply), unknownUser)
                ? new PeerAnswer.Unknown()
                : other(reply);
    }

    PeerAnswer toRcpt(SmtpReply reply) {
        return UnknownMailbox.isSaidBy(reply.code(), text(reply), unknownUser)
                ? new PeerAnswer.Unknown()
                : other(reply);
    }

    private static PeerAnswer other(SmtpReply reply) {
        if (YES.contains(reply.code())) {
            return new PeerAnswer.Accepts();
        }
        return FullMailbox.isSaidBy(reply.code(), text(reply))
                ? new PeerAnswer.NotNow()
                : new NoAnswer(Reason.REFUSED, "answered " + reply);
    }

    private static String text(SmtpReply reply) {
        return String.join("\n", reply.lines());
    }
}
