// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/** What each verdict means for a RCPT. The texts name no server and repeat nothing that a peer said. */
final class RcptPolicy {
    private RcptPolicy() {}

    static HookResult resultOf(Verdict verdict, MailAddress recipient) {
        if (verdict instanceof Verdict.Local || verdict instanceof Verdict.OnPeer) {
            return HookResult.DECLINED;
        } else if (verdict instanceof Verdict.Nobody) {
            return unknownUser(recipient);
        } else if (verdict instanceof Verdict.Undetermined undetermined && undetermined.mailboxUnavailable()) {
            return later("4.2.1 Mailbox takes no mail at present, try again later: " + Printable.of(recipient));
        } else {
            return later("4.4.3 Cannot verify the recipient at present, try again later: " + Printable.of(recipient));
        }
    }

    /** RFC 3463: 5.1.1, bad destination mailbox address. */
    private static HookResult unknownUser(MailAddress recipient) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE)
                .smtpDescription("5.1.1 Unknown user: " + Printable.of(recipient))
                .build();
    }

    private static HookResult later(String description) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode(SMTPRetCode.LOCAL_ERROR)
                .smtpDescription(description)
                .build();
    }
}
