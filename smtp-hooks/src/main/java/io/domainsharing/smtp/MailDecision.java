// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.SendersConfiguration;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;

/** What the hook says to a sender. Never waits for the network. */
final class MailDecision {
    private final Ownership ownership;
    private final SharedDomains shared;
    private final PeerSessions peerSessions;
    private final SendersConfiguration senders;
    private final SecondaryRights rights;
    private final SmtpMetrics metrics;
    private final CommandAudit audit;
    private final HookFailure trouble;

    MailDecision(
            HandlerServices services, PeerSessions peerSessions, SendersConfiguration senders, SecondaryRights rights) {
        this.ownership = services.ownership();
        this.shared = services.shared();
        this.peerSessions = peerSessions;
        this.senders = senders;
        this.rights = rights;
        this.metrics = services.metrics();
        this.audit = services.audit();
        this.trouble = services.trouble();
    }

    boolean needsVerdict(SMTPSession session, MailAddress sender) {
        return senders.verify()
                && !peerSessions.isForUsers(session)
                && shared.contains(sender.getDomain())
                && peerSessions.peerOf(session).isEmpty()
                && !peerSessions.isSecondary(session);
    }

    HookResult on(SMTPSession session, MailAddress sender) {
        try {
            if (!needsVerdict(session, sender)) {
                return withoutVerdict(session, sender.getDomain());
            }
            Optional<RememberedVerdict> remembered =
                    RememberedVerdict.takeFrom(session, DomainSharingMailHook.VERB, sender);
            Verdict verdict = remembered
                    .map(RememberedVerdict::verdict)
                    .orElseGet(() -> OwnMissingAnswer.unlessKnown(ownership, sender));
            HookResult result = metrics.mail(resultOf(verdict, sender));
            audit.mail(session, sender, verdict, remembered.orElse(null), result);
            return result;
        } catch (DomainListException | RuntimeException e) {
            trouble.error(
                    HookFailure.Kind.SENDER,
                    "Deciding on a sender of " + sender.getDomain().asString() + " failed",
                    e);
            return metrics.mail(MailPolicy.resultOf(OwnMissingAnswer.because("internal error"), sender));
        }
    }

    // A colleague at a peer that is observed, or drains, is not known here.
    private HookResult resultOf(Verdict verdict, MailAddress sender) {
        return verdict instanceof Verdict.Nobody && peerSessions.mayBeElsewhere(sender.getDomain())
                ? HookResult.DECLINED
                : MailPolicy.resultOf(verdict, sender);
    }

    /** OK is the last word: only for what a peer or a secondary hands over, where the identity check would refuse a colleague. */
    private HookResult withoutVerdict(SMTPSession session, Domain domain) throws DomainListException {
        boolean isHandover = peerSessions.peerOf(session).isPresent() || peerSessions.isSecondary(session);
        return isHandover && rights.isOurs(domain) ? HookResult.OK : HookResult.DECLINED;
    }
}
