// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/** How the hooks say no: for good, or for now. */
final class Refusal {
    private Refusal() {}

    /** 550. */
    static HookResult forGood(String description) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE)
                .smtpDescription(description)
                .build();
    }

    /** 451. */
    static HookResult forNow(String description) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode(SMTPRetCode.LOCAL_ERROR)
                .smtpDescription(description)
                .build();
    }
}
