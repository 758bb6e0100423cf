// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.SharedDomains;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.smtp.SMTPSession;
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
 * A recipient in a shared domain is answered by who owns it (see {@link Ownership}); in any other domain, and everywhere
 * while Domain Sharing is off, by {@code ValidRcptHandler} itself. No thread waits for the network: as the first handler
 * of RCPT it holds the session's lines until the verdict is there, as the hook it only reads the verdict.
 *
 * <p>In a peer's session a local recipient is accepted whatever its sender, no look-up is made, and relaying stays
 * forbidden; its mail is marked with {@link ReceivedFromPeerAttribute}.
 *
 * <p>One instance per listener; thread-safe once wired. Whatever goes wrong in it is a 451.
 */
public final class DomainSharingRcptHook
        implements CommandHandler<SMTPSession>,
                RcptHook,
                JamesMessageHook,
                DisconnectHandler<SMTPSession>,
                ExtensibleHandler {
    private final ReplayPool pool;
    private final VerdictBeforeRcpt before;
    private final RcptDecision decision;
    private final PeerSessions peerSessions;
    private @Nullable CommandDispatcher<SMTPSession> dispatcher;

    @Inject
    public DomainSharingRcptHook(
            Ownership ownership,
            SharedDomains shared,
            Peers peers,
            ValidRcptHandler stock,
            DomainList localDomains,
            ReplayPool pool) {
        this.pool = pool;
        this.peerSessions = new PeerSessions(peers);
        this.before = new VerdictBeforeRcpt(ownership, shared, peerSessions);
        this.decision = new RcptDecision(ownership, shared, peerSessions, stock, localDomains);
    }

    /** @throws ConfigurationException a key other than {@code submission}, or a value of it that is not a boolean */
    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        peerSessions.configure(configuration);
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("RCPT");
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(CommandDispatcher.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void wireExtensions(Class<?> marker, List<?> extensions) throws WiringException {
        if (extensions.isEmpty()) {
            throw new WiringException("DomainSharingRcptHook needs a CommandDispatcher in the handler chain");
        }
        dispatcher = (CommandDispatcher<SMTPSession>) extensions.get(0);
    }

    /** Null, so that James's own RCPT handler runs now; or, while the verdict is still to come, nothing yet. */
    @Override
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        return before.onRcpt(session, request, () -> SessionGate.of(session, Objects.requireNonNull(dispatcher), pool));
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        return decision.on(session, sender, recipient);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        ReceivedFromPeerAttribute.mark(mail, peerSessions.peerOf(session));
        return HookResult.DECLINED;
    }

    /** Also how James tells that a session timed out. */
    @Override
    public void onDisconnect(@Nullable SMTPSession session) {
        if (session != null) {
            SessionGate.existing(session).ifPresent(SessionGate::close);
        }
    }
}
