// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.FullMailbox;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.UnknownMailbox;
import io.domainsharing.smtpclient.SmtpReply;
import java.util.List;
import java.util.Optional;
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
        return answer(reply, UnknownMailbox.isSaidToVrfy(reply.code(), text(reply), unknownUser));
    }

    PeerAnswer toRcpt(SmtpReply reply) {
        return answer(reply, UnknownMailbox.isSaidBy(reply.code(), text(reply), unknownUser));
    }

    private static PeerAnswer answer(SmtpReply reply, boolean isUnknown) {
        return status(reply, isUnknown)
                .map(PeerAnswer::of)
                .orElseGet(() -> new NoAnswer(Reason.REFUSED, "answered " + reply));
    }

    private static Optional<MingerStatus> status(SmtpReply reply, boolean isUnknown) {
        if (isUnknown) {
            return Optional.of(MingerStatus.DOES_NOT_EXIST);
        }
        if (YES.contains(reply.code())) {
            return Optional.of(MingerStatus.EXISTS);
        }
        return FullMailbox.isSaidBy(reply.code(), text(reply))
                ? Optional.of(MingerStatus.EXISTS_BUT_CANNOT_RECEIVE)
                : Optional.empty();
    }

    private static String text(SmtpReply reply) {
        return String.join("\n", reply.lines());
    }
}
