// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;

/** What each verdict means for a RCPT. The texts name no server and repeat nothing that a peer said. */
final class RcptPolicy {
    private RcptPolicy() {}

    static HookResult resultOf(Verdict verdict, MailAddress recipient) {
        String address = Printable.of(recipient);
        if (verdict instanceof Verdict.Local
                || verdict instanceof Verdict.OnPeer
                || verdict instanceof Verdict.OnGateway) {
            return HookResult.DECLINED;
        } else if (verdict instanceof Verdict.Nobody) {
            // RFC 3463: 5.1.1, bad destination mailbox address.
            return Refusal.forGood("5.1.1 Unknown user: " + address);
        } else if (verdict instanceof Verdict.Undetermined undetermined && undetermined.mailboxUnavailable()) {
            return Refusal.forNow("4.2.1 Mailbox takes no mail at present, try again later: " + address);
        } else {
            return Refusal.forNow("4.4.3 Cannot verify the recipient at present, try again later: " + address);
        }
    }

    /** OK is the last word, so that no later hook refuses what has been decided here; DECLINED would go on. */
    static HookResult endingTheChain(HookResult result) {
        return result.equals(HookResult.DECLINED) ? HookResult.OK : result;
    }
}
