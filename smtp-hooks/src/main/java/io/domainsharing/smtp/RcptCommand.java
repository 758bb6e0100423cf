// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesRcptCmdHandler;
import org.jspecify.annotations.Nullable;

/**
 * James's own handler of RCPT with one step more, between its checks and its hooks. So the recipient is read once, by James,
 * and nothing is asked about one whose syntax James refuses anyway. Other hooks run after the look-up.
 */
final class RcptCommand extends JamesRcptCmdHandler {
    static final String KEYWORD = "TO";
    private static final Set<HookReturnCode.Action> OBJECTIONS =
            Set.of(HookReturnCode.Action.DENY, HookReturnCode.Action.DENYSOFT);

    private final CommandCheck check;
    private final CommandAudit audit;
    private final BiFunction<SMTPSession, Request, @Nullable Response> beforeHooks;

    /** @param beforeHooks its answer is the command's; with null the hooks run */
    RcptCommand(
            MetricFactory metrics,
            DomainList localDomains,
            CommandCheck check,
            CommandAudit audit,
            BiFunction<SMTPSession, Request, @Nullable Response> beforeHooks) {
        super(metrics, localDomains);
        this.check = check;
        this.audit = audit;
        this.beforeHooks = beforeHooks;
    }

    /** The recipient of the command in hand, once James has read it. */
    static Optional<MailAddress> recipientIn(SMTPSession session) {
        return session.getAttachment(CURRENT_RECIPIENT, State.Transaction);
    }

    @Override
    protected @Nullable Response doFilterChecks(SMTPSession session, String command, String argument) {
        Response refusal = super.doFilterChecks(session, command, argument);
        if (refusal == null) {
            return beforeHooks.apply(session, new BaseRequest(command, argument));
        }
        if (!refusal.getRetCode().equals(SMTPRetCode.BAD_SEQUENCE)) {
            audit.command(session, command, Objects.toString(argument, ""), refusal);
        }
        return refusal;
    }

    // James's own way of taking the parameters apart stumbles over a word that a quoted local part has twice.
    @Override
    protected HookResult callHook(RcptHook hook, SMTPSession session, String argument) {
        if (!check.isEnabled()) {
            return audited(hook, session, super.callHook(hook, session, argument));
        }
        Map<String, String> parameters = parametersIn(argument);
        HookResult result = ask(hook, session, parameters);
        return hook instanceof DomainSharingRcptHook && result.equals(HookResult.OK)
                ? heedingParameters(hook, session, parameters)
                : audited(hook, session, result);
    }

    private static Map<String, String> parametersIn(String argument) {
        // As nearly every command does: James, which has read it by now, lets the last bracket end the recipient.
        return argument.endsWith(">")
                ? Collections.emptyMap()
                : CommandParameters.forHooks(PathArgument.parse(argument, KEYWORD)
                        .map(PathArgument::parameters)
                        .orElse(List.of()));
    }

    /** James tells of other hooks' objections line by line, whoever causes them, unless logback.xml says otherwise. */
    private HookResult audited(RcptHook hook, SMTPSession session, HookResult result) {
        if (!(hook instanceof DomainSharingRcptHook) && isObjection(result)) {
            audit.rcpt(
                    session,
                    senderIn(session),
                    recipient(session),
                    hook.getClass().getSimpleName(),
                    result);
        }
        return result;
    }

    private static boolean isObjection(HookResult result) {
        return OBJECTIONS.contains(result.getResult().getAction());
    }

    private static MaybeSender senderIn(SMTPSession session) {
        return session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseGet(MaybeSender::nullSender);
    }

    private static MailAddress recipient(SMTPSession session) {
        return recipientIn(session).orElseGet(MailAddress::nullSender);
    }

    private static HookResult ask(RcptHook hook, SMTPSession session, Map<String, String> parameters) {
        return hook.doRcpt(session, senderIn(session), recipient(session), parameters);
    }

    /**
     * After our last word on the recipient James runs no other hook, and those for NOTIFY and ORCPT (RFC 3461) are hooks as any.
     * They are run here where the command has what they read; of theirs an objection counts, to the parameter.
     */
    private HookResult heedingParameters(RcptHook ours, SMTPSession session, Map<String, String> parameters) {
        List<RcptHook> hooks = getHooks();
        return hooks.subList(hooks.indexOf(ours) + 1, hooks.size()).stream()
                .filter(hook -> !Collections.disjoint(hook.supportedParameters(), parameters.keySet()))
                .map(hook -> audited(hook, session, ask(hook, session, parameters)))
                .filter(RcptCommand::isObjection)
                .findFirst()
                .orElse(HookResult.OK);
    }
}
