// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.configuration.SendersConfiguration;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;

/**
 * Asks who owns the sender address, where it is in a shared domain. Stands in {@code smtpserver.xml} after {@link
 * DomainSharingRcptHook}, before {@code CoreCmdHandlerLoader}:
 *
 * <pre>{@code
 * <handler class="io.domainsharing.smtp.DomainSharingMailHook">
 *   <submission>true</submission>   <!-- only on a listener for users: no session of it is a peer's. Default: false -->
 * </handler>
 * }</pre>
 *
 * A sender that nobody has is refused, one that cannot be verified now is deferred, any other is left to the stock rules,
 * {@code verifyIdentity} among them. The null sender, senders of foreign domains and users, who are authenticated or on a
 * submission listener, are left to the stock rules as they are. {@code senders/verify} false: no sender is looked up.
 * Whoever the sender is, its address has to be one that a command may carry (docs/adr/0026).
 *
 * <p>In a peer's session a sender of one of this server's domains is accepted without a look-up: {@code verifyIdentity}
 * would refuse a colleague's address there. So it is in the session of a secondary, where the recipient has to be in one of its
 * domains then.
 *
 * <p>No thread waits for the network, as in {@link DomainSharingRcptHook}. One instance per listener; thread-safe once
 * wired. Whatever goes wrong in it is a 451.
 */
public final class DomainSharingMailHook extends VerdictFirst implements MailHook {
    static final String VERB = "MAIL";

    private final DomainList localDomains;
    private final CommandCheck check;
    private final MailDecision decision;

    @Inject
    DomainSharingMailHook(HandlerServices services, PeerSessions peerSessions, SendersConfiguration senders) {
        super(VERB, services, peerSessions);
        this.check = services.check();
        this.localDomains = services.localDomains();
        this.decision = new MailDecision(
                services,
                peerSessions,
                senders,
                new SecondaryRights(peerSessions, services.shared(), services.localDomains()));
    }

    @Override
    Optional<MailAddress> addressIn(SMTPSession session, Request request) {
        boolean senderGiven =
                session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent();
        boolean greeted = !session.getConfiguration().useHeloEhloEnforcement()
                || session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                        .isPresent();
        return senderGiven || !greeted
                ? Optional.empty()
                : SenderArgument.in(request.getArgument(), session, localDomains);
    }

    @Override
    boolean needsVerdict(SMTPSession session, MailAddress sender) {
        return decision.needsVerdict(session, sender);
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return sender.asOptional()
                .map(address -> check.refusalOfSender(address).orElseGet(() -> decision.on(session, address)))
                .orElse(HookResult.DECLINED);
    }
}
