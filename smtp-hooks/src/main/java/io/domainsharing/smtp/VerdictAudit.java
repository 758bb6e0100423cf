// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.minger.Escaped;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.jspecify.annotations.Nullable;

/** One {@link Audit} line for each address of a shared domain or a gateway's: INFO when it is refused or put off, DEBUG when it is accepted. */
final class VerdictAudit {
    /** Several servers' reasons. */
    private static final int LONGEST_DOUBTS = 2_000;

    private VerdictAudit() {}

    /** @param asked where the verdict comes from; null: this server's own word */
    static void mail(
            SMTPSession session,
            MailAddress sender,
            Verdict verdict,
            @Nullable RememberedVerdict asked,
            HookResult result) {
        log(
                "MAIL",
                session,
                () -> "sender <" + Audit.of(sender) + ">" + way(verdict, asked),
                () -> reason(verdict),
                result);
    }

    /** As for {@link #mail}. */
    static void rcpt(
            SMTPSession session,
            MaybeSender sender,
            MailAddress recipient,
            Verdict verdict,
            @Nullable RememberedVerdict asked,
            HookResult result) {
        log("RCPT", session, () -> envelope(sender, recipient) + way(verdict, asked), () -> reason(verdict), result);
    }

    /** Of a recipient that is refused whoever has it. */
    static void relay(SMTPSession session, MaybeSender sender, MailAddress recipient, HookResult refusal) {
        log("RCPT", session, () -> envelope(sender, recipient), () -> "the gateway's host might relay it on", refusal);
    }

    /** Of a sender that a secondary may bring to its own domains only. */
    static void beyondTheSecondary(SMTPSession session, MaybeSender sender, MailAddress recipient, HookResult refusal) {
        log(
                "RCPT",
                session,
                () -> envelope(sender, recipient),
                () -> "the secondary brings a sender of ours, and this domain is not listed for it",
                refusal);
    }

    private static String envelope(MaybeSender sender, MailAddress recipient) {
        return "sender <" + sender.asOptional().map(Audit::of).orElse("") + "> rcpt <" + Audit.of(recipient) + ">";
    }

    private static void log(
            String command,
            SMTPSession session,
            Supplier<String> addresses,
            Supplier<String> reason,
            HookResult result) {
        switch (result.getResult().getAction()) {
            case DENY -> Audit.LOG.info(
                    "{} refused: session {} {}: {}", command, session.getSessionID(), addresses.get(), reason.get());
            case DENYSOFT -> Audit.LOG.info(
                    "{} put off: session {} {}: {}", command, session.getSessionID(), addresses.get(), reason.get());
            default -> {
                if (Audit.LOG.isDebugEnabled()) {
                    Audit.LOG.debug(
                            "{} accepted: session {} {}: {}",
                            command,
                            session.getSessionID(),
                            addresses.get(),
                            reason.get());
                }
            }
        }
    }

    private static String way(Verdict verdict, @Nullable RememberedVerdict asked) {
        if (asked != null && asked.tookMillis() != RememberedVerdict.NOT_ASKED) {
            return " (way peer, " + asked.tookMillis() + " ms)";
        }
        return asked == null || isOwnWord(verdict) ? " (way local)" : " (way cache)";
    }

    private static boolean isOwnWord(Verdict verdict) {
        return verdict instanceof Verdict.Local
                || verdict instanceof Verdict.Undetermined
                || (verdict instanceof Verdict.OnGateway relayed && relayed.proof() != Verdict.Proof.CACHE);
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Nobody) {
            return "nobody has this mailbox";
        } else if (verdict instanceof Verdict.Undetermined undetermined) {
            return "undetermined, " + Escaped.of(undetermined.doubts().toString(), LONGEST_DOUBTS);
        } else {
            return verdict.toString();
        }
    }
}
