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
        return switch (verdict.kind()) {
                // RFC 3463: 5.1.8, bad sender's system address.
            case NOBODY -> Refusal.forGood("5.1.8 Unknown sender: " + Audit.of(sender));
                // A peer that has the mailbox says so, too, where it takes no mail now: its owner may well send.
            case UNDETERMINED -> ((Verdict.Undetermined) verdict).mailboxUnavailable()
                    ? HookResult.DECLINED
                    : Refusal.forNow(why((Verdict.Undetermined) verdict) + ", try again later: " + Audit.of(sender));
            case LOCAL, ON_PEER, ON_GATEWAY -> HookResult.DECLINED;
        };
    }

    private static String why(Verdict.Undetermined verdict) {
        return verdict.isUnasked()
                // RFC 3463: 4.7.1, delivery not authorized.
                ? "4.7.1 Too many unknown addresses from you, cannot verify the sender at present"
                : "4.4.3 Cannot verify the sender at present";
    }
}
