// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesRcptCmdHandler;
import org.jspecify.annotations.Nullable;

/**
 * James's own handler of RCPT with one step more, between its checks and its hooks. So the recipient is read once, by James,
 * and nothing is asked about one whose syntax James refuses anyway. Other hooks run after the look-up.
 */
final class RcptCommand extends JamesRcptCmdHandler {
    private final BiFunction<SMTPSession, Request, @Nullable Response> beforeHooks;

    /** @param beforeHooks its answer is the command's; with null the hooks run */
    RcptCommand(
            MetricFactory metrics,
            DomainList localDomains,
            BiFunction<SMTPSession, Request, @Nullable Response> beforeHooks) {
        super(metrics, localDomains);
        this.beforeHooks = beforeHooks;
    }

    /** The recipient of the command in hand, once James has read it. */
    static Optional<MailAddress> recipientIn(SMTPSession session) {
        return session.getAttachment(CURRENT_RECIPIENT, State.Transaction);
    }

    @Override
    protected @Nullable Response doFilterChecks(SMTPSession session, String command, String argument) {
        Response refusal = super.doFilterChecks(session, command, argument);
        return refusal == null ? beforeHooks.apply(session, new BaseRequest(command, argument)) : refusal;
    }

    // James takes the parameters of the command apart for each hook anew, and ours looks at none.
    @Override
    protected HookResult callHook(RcptHook hook, SMTPSession session, String parameters) {
        if (!(hook instanceof DomainSharingRcptHook)) {
            return super.callHook(hook, session, parameters);
        }
        MaybeSender sender =
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseGet(MaybeSender::nullSender);
        return hook.doRcpt(session, sender, recipientIn(session).orElseGet(MailAddress::nullSender));
    }
}
