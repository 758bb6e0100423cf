// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import io.domainsharing.ownership.verdict.HandoverGate;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;

/**
 * What the hook says to a recipient: by the verdict in a shared domain and in a gateway's, by James's own {@code
 * ValidRcptHandler} in any other; and in a peer's session, gateways apart, by this server's own word only. A secondary's session
 * is like a stranger's, peers are asked for it, but the sender does not count. Never waits for the network.
 */
final class RcptDecision {
    private final Ownership ownership;
    private final HandoverGate handover;
    private final SharedDomains shared;
    private final PeerSessions peerSessions;
    private final ValidRcptHandler stock;
    private final DomainList localDomains;
    private final GatewayDecision gateways;
    private final SecondaryRights rights;
    private final Rehearsal rehearsal;
    private final SmtpMetrics metrics;
    private final CommandAudit audit;
    private final VerdictReply reply;
    private final HookFailure trouble;

    RcptDecision(
            HandlerServices services,
            PeerSessions peerSessions,
            ValidRcptHandler stock,
            GatewayDecision gateways,
            SecondaryRights rights) {
        this.ownership = services.ownership();
        this.handover = services.handover();
        this.shared = services.shared();
        this.peerSessions = peerSessions;
        this.stock = stock;
        this.localDomains = services.localDomains();
        this.rehearsal = services.rehearsal();
        this.metrics = services.metrics();
        this.audit = services.audit();
        this.reply = new VerdictReply(services);
        this.trouble = services.trouble();
        this.gateways = gateways;
        this.rights = rights;
    }

    boolean needsVerdict(SMTPSession session, MailAddress recipient) {
        if (gateways.concerns(recipient)) {
            return gateways.needsVerdict(session, recipient);
        }
        return shared.contains(recipient.getDomain())
                && peerSessions.peerOf(session, recipient.getDomain()).isEmpty();
    }

    HookResult on(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        try {
            if (gateways.concerns(recipient)) {
                return gateways.on(session, sender, recipient);
            }
            boolean fromSecondary = rights.covers(session, recipient);
            if (!fromSecondary && rights.isUnverified(session, sender) && rights.isOurs(recipient.getDomain())) {
                return beyondTheSecondary(session, sender, recipient);
            }
            // Where something is remembered, the domain is shared, and the session is no peer's.
            Optional<RememberedVerdict> remembered =
                    RememberedVerdict.takeFrom(session, DomainSharingRcptHook.VERB, recipient);
            if (remembered.isEmpty() && !shared.contains(recipient.getDomain())) {
                return outsideSharedDomains(fromSecondary, session, sender, recipient);
            }
            boolean fromPeer = remembered.isEmpty()
                    && peerSessions.peerOf(session, recipient.getDomain()).isPresent();
            Verdict verdict = fromPeer
                    ? ownership.local(recipient)
                    : handover.pass(remembered
                            .map(RememberedVerdict::verdict)
                            .orElseGet(() -> OwnMissingAnswer.unlessKnown(ownership, recipient)));
            HookResult result = reply.to(session, sender, recipient, verdict, remembered.orElse(null));
            if (!fromPeer) {
                rehearsal.noted(recipient, verdict);
            }
            return fromPeer || fromSecondary ? RcptPolicy.endingTheChain(result) : result;
        } catch (DomainListException | RuntimeException e) {
            trouble.error(
                    HookFailure.Kind.RECIPIENT,
                    "Deciding on a recipient of " + recipient.getDomain().asString() + " failed",
                    e);
            return metrics.rcpt(RcptPolicy.resultOf(OwnMissingAnswer.because("internal error"), recipient));
        }
    }

    private HookResult outsideSharedDomains(
            boolean fromSecondary, SMTPSession session, MaybeSender sender, MailAddress recipient)
            throws DomainListException {
        HookResult result = stock.doRcpt(session, sender, recipient);
        if (!result.equals(HookResult.DECLINED)) {
            audit.rcpt(session, sender, recipient, "the domain is not shared, and James has no such user", result);
        }
        boolean isHandover = fromSecondary || peerSessions.peerOf(session).isPresent();
        return isHandover && localDomains.containsDomain(recipient.getDomain())
                ? RcptPolicy.endingTheChain(result)
                : result;
    }

    // For now and not for good: more likely than a secondary that cheats is one whose domain was forgotten, and it
    // holds the mail.
    private HookResult beyondTheSecondary(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        // RFC 3463: 4.7.1, delivery not authorized.
        HookResult result = metrics.rcpt(
                Refusal.forNow("4.7.1 Not a domain that this server holds mail for: " + Audit.of(recipient)));
        audit.rcpt(
                session,
                sender,
                recipient,
                "the secondary brings a sender of ours, and this domain is not listed for it",
                result);
        return result;
    }
}
