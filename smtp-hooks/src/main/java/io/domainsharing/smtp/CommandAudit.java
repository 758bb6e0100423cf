// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.log.ClientLimit;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Audit} line for each sender, recipient or message that is refused or deferred, and for each address that is accepted.
 * Whoever sends commands causes the former: at INFO they are short, and no more than {@link ClientLimit} admits. At TRACE each is
 * there, and whole. What is accepted is DEBUG. One for all listeners; thread-safe.
 */
@Singleton
public final class CommandAudit implements AutoCloseable {
    private final ClientLimit limit;

    @Inject
    public CommandAudit(Clock clock) {
        this(clock, CompletableFuture.delayedExecutor(LogLimit.EVERY.toMillis(), TimeUnit.MILLISECONDS));
    }

    CommandAudit(Clock clock, Executor aMinuteLater) {
        this.limit = new ClientLimit(
                clock,
                aMinuteLater,
                (client, leftOut) -> Audit.LOG.info(
                        "{} more refused or put off from {}", String.format(Locale.ROOT, "%,d", leftOut), client));
    }

    /** Tells what the last minute left out. */
    @Override
    public void close() {
        limit.tellRest();
    }

    /** @param asked where the verdict comes from; null: this server's own word */
    void mail(
            SMTPSession session,
            MailAddress sender,
            Verdict verdict,
            @Nullable RememberedVerdict asked,
            HookResult result) {
        write(session, "MAIL", result, line -> line.sender(sender.asString())
                .way(way(verdict, asked))
                .reason(reason(verdict)));
    }

    /** As for {@link #mail}. */
    void rcpt(
            SMTPSession session,
            MaybeSender sender,
            MailAddress recipient,
            Verdict verdict,
            @Nullable RememberedVerdict asked,
            HookResult result) {
        write(session, "RCPT", result, line -> line.sender(sender.asString(""))
                .recipient(recipient.asString())
                .way(way(verdict, asked))
                .reason(reason(verdict)));
    }

    /** Of a recipient that is refused whoever has it. */
    void rcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, String reason, HookResult result) {
        write(session, "RCPT", result, line -> line.sender(sender.asString(""))
                .recipient(recipient.asString())
                .reason(reason));
    }

    /** Of a command that is refused before its address is looked at. */
    void command(SMTPSession session, String verb, String argument, Response refusal) {
        String outcome = refusal.getRetCode().startsWith("4") ? "put off" : "refused";
        write(SessionOrigin.of(session), verb + ' ' + outcome, line -> line.argument(argument)
                .reason(refusal.getLines().toString()));
    }

    /** Of a message that is refused at the end of DATA. */
    void data(SessionOrigin origin, Mail mail, String reason) {
        write(origin, "DATA refused", line -> line.sender(mail.getMaybeSender().asString(""))
                .way(", " + mail.getRecipients().size() + " recipients")
                .reason(reason));
    }

    private void write(SMTPSession session, String verb, HookResult result, UnaryOperator<AuditLine> line) {
        switch (result.getResult().getAction()) {
            case DENY -> write(SessionOrigin.of(session), verb + " refused", line);
            case DENYSOFT -> write(SessionOrigin.of(session), verb + " put off", line);
            default -> {
                if (Audit.LOG.isDebugEnabled()) {
                    Audit.LOG.debug(line.apply(AuditLine.of(verb + " accepted", session.getSessionID()))
                            .whole());
                }
            }
        }
    }

    private void write(SessionOrigin origin, String what, UnaryOperator<AuditLine> line) {
        if (Audit.LOG.isTraceEnabled()) {
            Audit.LOG.trace(line.apply(AuditLine.of(what, origin.session())).whole());
        }
        if (Audit.LOG.isInfoEnabled() && limit.admits(origin.client())) {
            Audit.LOG.info(line.apply(AuditLine.of(what, origin.session())).brief());
        }
    }

    private static String way(Verdict verdict, @Nullable RememberedVerdict asked) {
        if (verdict instanceof Verdict.Undetermined undetermined && undetermined.isUnasked()) {
            return " (way none, the client tries addresses)";
        }
        Duration digestAge = digestAge(verdict);
        if (digestAge != null) {
            return " (way digest, " + digestAge.toSeconds() + " s old)";
        }
        if (asked != null && asked.tookMillis() != RememberedVerdict.NOT_ASKED) {
            return " (way peer, " + asked.tookMillis() + " ms)";
        }
        if (verdict instanceof Verdict.OnPeer onPeer && onPeer.source() == Verdict.Source.PINNED) {
            return " (way pin)";
        }
        return asked == null || isOwnWord(verdict) ? " (way local)" : " (way cache)";
    }

    private static @Nullable Duration digestAge(Verdict verdict) {
        return verdict instanceof Verdict.OnPeer onPeer
                ? onPeer.digestAge()
                : verdict instanceof Verdict.Nobody nobody ? nobody.digestAge() : null;
    }

    private static boolean isOwnWord(Verdict verdict) {
        return switch (verdict.kind()) {
            case LOCAL, UNDETERMINED -> true;
            case ON_GATEWAY -> ((Verdict.OnGateway) verdict).proof() != Verdict.Proof.CACHE;
            case ON_PEER, NOBODY -> false;
        };
    }

    private static String reason(Verdict verdict) {
        return switch (verdict.kind()) {
            case NOBODY -> "nobody has this mailbox";
            case UNDETERMINED -> "undetermined, "
                    + ((Verdict.Undetermined) verdict)
                            .missingAnswers().stream()
                                    .map(missing -> missing.who() + ": " + missing.reason())
                                    .collect(Collectors.joining(", ", "[", "]"));
            case LOCAL, ON_PEER, ON_GATEWAY -> verdict.toString();
        };
    }
}
