// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.verdict.RcptReply;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;

/** What each verdict means for a RCPT, in the words of {@link RcptReply}. */
final class RcptPolicy {
    private RcptPolicy() {}

    static HookResult resultOf(Verdict verdict, MailAddress recipient) {
        if (RcptReply.isAccepted(verdict)) {
            return HookResult.DECLINED;
        }
        RcptReply reply = RcptReply.refusal(verdict, recipient);
        return reply.isForGood() ? Refusal.forGood(reply.text()) : Refusal.forNow(reply.text());
    }

    /** OK is the last word, so that no later hook refuses what has been decided here; DECLINED would go on. */
    static HookResult endingTheChain(HookResult result) {
        return result.equals(HookResult.DECLINED) ? HookResult.OK : result;
    }
}
