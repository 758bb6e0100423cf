// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;

/** What each verdict on a sender means for MAIL. The texts name no server and repeat nothing that a peer said. */
final class MailPolicy {
    private MailPolicy() {}

    static HookResult resultOf(Verdict verdict, MailAddress sender) {
        if (verdict instanceof Verdict.Nobody) {
            // RFC 3463: 5.1.8, bad sender's system address.
            return Refusal.forGood("5.1.8 Unknown sender: " + Audit.of(sender));
        } else if (verdict instanceof Verdict.Undetermined undetermined && !undetermined.mailboxUnavailable()) {
            return Refusal.forNow("4.4.3 Cannot verify the sender at present, try again later: " + Audit.of(sender));
        } else {
            // Also where a peer has the mailbox but it takes no mail now: its owner may well send.
            return HookResult.DECLINED;
        }
    }
}
