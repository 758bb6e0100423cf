// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.gateway.Gateways;
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

/**
 * What the hook says to a recipient in a gateway's domain: to anybody, peers included, by the verdict. Never waits for the
 * network.
 */
final class GatewayDecision {
    /** With these a local part names another mailbox behind the host: {@code victim%elsewhere.example}, and older forms. */
    private static final CharMatcher ROUTING = CharMatcher.anyOf("%!@");

    private final Ownership ownership;
    private final HandoverGate handover;
    private final Gateways gateways;
    private final PeerSessions peerSessions;
    private final DomainList localDomains;
    private final SecondaryRights rights;
    private final Rehearsal rehearsal;
    private final SmtpMetrics metrics;
    private final CommandAudit audit;
    private final VerdictReply reply;

    GatewayDecision(HandlerServices services, PeerSessions peerSessions, SecondaryRights rights) {
        this.ownership = services.ownership();
        this.handover = services.handover();
        this.gateways = services.gateways();
        this.peerSessions = peerSessions;
        this.localDomains = services.localDomains();
        this.rights = rights;
        this.rehearsal = services.rehearsal();
        this.metrics = services.metrics();
        this.audit = services.audit();
        this.reply = new VerdictReply(services);
    }

    boolean concerns(MailAddress recipient) {
        return gateways.contains(recipient.getDomain());
    }

    boolean needsVerdict(SMTPSession session, MailAddress recipient) {
        return !wouldRelayOn(session, recipient);
    }

    HookResult on(SMTPSession session, MaybeSender sender, MailAddress recipient) throws DomainListException {
        if (wouldRelayOn(session, recipient)) {
            // RFC 3463: 5.7.1, delivery not authorized.
            HookResult refusal = metrics.rcpt(Refusal.forGood("5.7.1 Relaying denied: " + Audit.of(recipient)));
            audit.rcpt(session, sender, recipient, "the gateway's host might relay it on", refusal);
            return refusal;
        }
        Optional<RememberedVerdict> remembered =
                RememberedVerdict.takeFrom(session, DomainSharingRcptHook.VERB, recipient);
        Verdict verdict = handover.pass(remembered
                .map(RememberedVerdict::verdict)
                .orElseGet(() -> OwnMissingAnswer.unlessKnown(ownership, recipient)));
        HookResult result = reply.to(session, sender, recipient, verdict, remembered.orElse(null));
        rehearsal.noted(recipient, verdict);
        return needsLastWord(session, sender, recipient) ? RcptPolicy.endingTheChain(result) : result;
    }

    /** The host takes this server for a friend, and might send on what a stranger asks it to. */
    private static boolean wouldRelayOn(SMTPSession session, MailAddress recipient) {
        boolean mayRelay = session.isRelayingAllowed() || session.getUsername() != null;
        return !mayRelay && ROUTING.matchesAnyOf(recipient.getLocalPart());
    }

    /**
     * Only where a stock hook would refuse what has been verified: relaying for a stranger, or a colleague's sender address in a
     * peer's session. Everywhere else the other hooks are heard as well.
     */
    private boolean needsLastWord(SMTPSession session, MaybeSender sender, MailAddress recipient)
            throws DomainListException {
        // To a sender that MAIL let pass for a secondary's own domains the stock rules say what they would have said.
        if (peerSessions.isForUsers(session) || rights.isUnverified(session, sender)) {
            return false;
        }
        boolean stockRelays = session.isRelayingAllowed() || localDomains.containsDomain(recipient.getDomain());
        return !stockRelays || peerSessions.peerOf(session).isPresent();
    }
}
