// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import java.util.OptionalLong;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient's verdict is answered in this session: by {@link RcptPolicy}, but 552 where the message is too large for the owner's
 * server. Counts it and writes the audit. Thread-safe.
 */
final class VerdictReply {
    private final OwnerLimits limits;
    private final SmtpMetrics metrics;
    private final CommandAudit audit;

    VerdictReply(HandlerServices services) {
        this.limits = services.limits();
        this.metrics = services.metrics();
        this.audit = services.audit();
    }

    HookResult to(
            SMTPSession session,
            MaybeSender sender,
            MailAddress recipient,
            Verdict verdict,
            @Nullable RememberedVerdict remembered) {
        OptionalLong exceeded = limits.exceeded(session, verdict, recipient);
        if (exceeded.isPresent()) {
            HookResult refusal = metrics.tooLarge(OwnerLimits.refusal(exceeded.getAsLong(), Audit.of(recipient)));
            audit.rcpt(
                    session,
                    sender,
                    recipient,
                    "the owner's server takes at most " + exceeded.getAsLong() + " octets",
                    refusal);
            return refusal;
        }
        limits.prepare(session, verdict, recipient);
        HookResult result = metrics.rcpt(RcptPolicy.resultOf(verdict, recipient));
        audit.rcpt(session, sender, recipient, verdict, remembered, result);
        return result;
    }
}
