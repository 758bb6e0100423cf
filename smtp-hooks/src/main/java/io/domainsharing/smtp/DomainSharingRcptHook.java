// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.message.OriginalHead;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.peer.RcptFallback;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of James's {@code ValidRcptHandler} in {@code smtpserver.xml}, before {@code CoreCmdHandlerLoader}:
 *
 * <pre>{@code
 * <handler class="io.domainsharing.smtp.DomainSharingRcptHook">
 *   <submission>true</submission>   <!-- only on a listener for users: no session of it is a peer's. Default: false -->
 * </handler>
 * }</pre>
 *
 * A recipient in a shared domain, or in one that this server relays as a gateway, is answered by who owns it (see {@link
 * Ownership}); in any other domain, and everywhere while Domain Sharing is off, by {@code ValidRcptHandler} itself. No thread
 * waits for the network: as the handler of RCPT, James's own with one step more, it holds the session's lines until the
 * verdict is there, as the hook it only reads the verdict.
 *
 * <p>To a gateway's recipient the answer is the last word where the stock rules would refuse to relay: hooks that shall see such
 * recipients too stand before this one.
 *
 * <p>In a peer's session a local recipient is accepted whatever its sender, no look-up is made, and relaying stays
 * forbidden; its mail is marked with {@link ReceivedFromPeerAttribute}. In a secondary's session a recipient of its domains is
 * accepted by the verdict, whatever its sender.
 *
 * <p>At the end of DATA it refuses a message that goes round in a circle, or has come too far, with 554 5.4.6.
 *
 * <p>One instance per listener; thread-safe once wired. Whatever goes wrong in it is a 451.
 */
public final class DomainSharingRcptHook extends VerdictFirst implements RcptHook, JamesMessageHook, EhloExtension {
    static final String VERB = "RCPT";

    private final CommandCheck check;
    private final CommandAudit audit;
    private final RcptDecision decision;
    private final RcptCommand command;
    private final EndOfData endOfData;
    private final OwnerLimits limits;

    @Inject
    DomainSharingRcptHook(
            HandlerServices services,
            PeerSessions peerSessions,
            ValidRcptHandler stock,
            MetricFactory james,
            EndOfData endOfData) {
        super(VERB, services, peerSessions);
        this.check = services.check();
        this.audit = services.audit();
        this.endOfData = endOfData;
        this.limits = services.limits();
        SecondaryRights rights = new SecondaryRights(peerSessions, services.shared(), services.localDomains());
        GatewayDecision gateways = new GatewayDecision(services, peerSessions, rights);
        this.decision = new RcptDecision(services, peerSessions, stock, gateways, rights);
        this.command = new RcptCommand(james, services.localDomains(), check, audit, this::beforeHooks);
    }

    /** MAIL as well, for its syntax: the sender leaves with the mail, and the hook for senders may not be there. */
    @Override
    public Collection<String> getImplCommands() {
        return Stream.concat(super.getImplCommands().stream(), Stream.of(DomainSharingMailHook.VERB))
                .toList();
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return Stream.concat(super.getMarkerInterfaces().stream(), command.getMarkerInterfaces().stream())
                .toList();
    }

    @Override
    public void wireExtensions(Class<?> marker, List<?> extensions) throws WiringException {
        if (command.getMarkerInterfaces().contains(marker)) {
            command.wireExtensions(marker, extensions);
        } else {
            super.wireExtensions(marker, extensions);
        }
    }

    /** Tells a server that asks by VRFY not to fall back to RCPT, where it would be asked in turn: nobody in a peer's session. */
    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        boolean asksOthers =
                peerSessions.areTherePeers() && peerSessions.peerOf(session).isEmpty();
        return asksOthers ? List.of(RcptFallback.KEYWORD) : List.of();
    }

    @Override
    Response answer(SMTPSession session, Request request) {
        return command.onCommand(session, request);
    }

    private @Nullable Response beforeHooks(SMTPSession session, Request request) {
        return super.answer(session, request);
    }

    @Override
    Optional<MailAddress> addressIn(SMTPSession session, Request request) {
        return RcptCommand.recipientIn(session);
    }

    @Override
    boolean needsVerdict(SMTPSession session, MailAddress recipient) {
        return decision.needsVerdict(session, recipient);
    }

    @Override
    boolean isDoubtful(SMTPSession session, Verdict verdict, MailAddress recipient) {
        return limits.isDoubtful(session, verdict, recipient);
    }

    @Override
    CompletionStage<Verdict> beforeHook(SMTPSession session, Verdict verdict, MailAddress recipient) {
        return limits.heardAgain(session, verdict, recipient);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        // The sender again: MAIL may have been another handler's.
        Optional<HookResult> refusal =
                check.refusalOfRecipient(recipient).or(() -> sender.asOptional().flatMap(check::refusalOfSender));
        refusal.ifPresent(result -> audit.rcpt(session, sender, recipient, result.getSmtpDescription(), result));
        return refusal.orElseGet(() -> decision.on(session, sender, recipient));
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        ReceivedFromPeerAttribute.mark(mail, peerSessions.peerOf(session));
        HookResult result = endOfData.on(SessionOrigin.of(session), mail);
        if (result.equals(HookResult.DECLINED)) {
            try {
                OriginalHead.keep(mail);
            } catch (MessagingException | RuntimeException e) {
                trouble.error(HookFailure.Kind.MESSAGE, "The header of a message is taken as James's queue has it", e);
            }
        }
        return result;
    }
}
