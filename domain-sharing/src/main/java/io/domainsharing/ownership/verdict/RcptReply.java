// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.verdict;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import org.apache.james.core.MailAddress;

/**
 * What a stranger's RCPT is answered for a verdict, word for word, unless another hook of James has an objection. Names no
 * server and repeats nothing that a peer said.
 *
 * @param code 250, 451 or 550
 * @param text begins with the enhanced status code
 */
public record RcptReply(int code, String text) {
    private static final int ACCEPTED = 250;
    private static final int DEFERRED = 451;
    private static final int REFUSED = 550;

    /** The reply to this recipient. */
    public static RcptReply of(Verdict verdict, MailAddress recipient) {
        // As James says it.
        return isAccepted(verdict)
                ? new RcptReply(ACCEPTED, "2.1.5 Recipient <" + Audit.of(recipient) + "> OK")
                : refusal(verdict, recipient);
    }

    public static boolean isAccepted(Verdict verdict) {
        return switch (verdict.kind()) {
            case LOCAL, ON_PEER, ON_GATEWAY -> true;
            case NOBODY, UNDETERMINED -> false;
        };
    }

    /** The reply where the verdict is not an acceptance. */
    public static RcptReply refusal(Verdict verdict, MailAddress recipient) {
        String address = Audit.of(recipient);
        if (verdict instanceof Verdict.Nobody) {
            // RFC 3463: 5.1.1, bad destination mailbox address.
            return new RcptReply(REFUSED, "5.1.1 Unknown user: " + address);
        } else if (verdict instanceof Verdict.Undetermined undetermined && undetermined.mailboxUnavailable()) {
            return new RcptReply(DEFERRED, "4.2.1 Mailbox takes no mail at present, try again later: " + address);
        } else if (verdict instanceof Verdict.Undetermined undetermined && undetermined.isUnasked()) {
            // RFC 3463: 4.7.1, delivery not authorized.
            return new RcptReply(
                    DEFERRED,
                    "4.7.1 Too many unknown recipients from you, cannot verify this one at present, try again later: "
                            + address);
        }
        return new RcptReply(DEFERRED, "4.4.3 Cannot verify the recipient at present, try again later: " + address);
    }

    public boolean isForGood() {
        return code == REFUSED;
    }

    /** Code and text. */
    public String line() {
        return code + " " + text;
    }
}
