// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.transport.Attempt;
import io.domainsharing.mailets.transport.HandoverTarget;
import io.domainsharing.mailets.transport.Reply;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.waiting.HeldMail;
import java.util.List;
import java.util.Map;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of recipients who will not get the mail this way: looked up again, or told its sender. Thread-safe. */
final class Undeliverable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Undeliverable.class);

    private final Reroute reroute;
    private final Bounces bounces;
    private final NodeName node;
    private final DeliveryMetrics metrics;

    Undeliverable(Reroute reroute, Bounces bounces, NodeName node, DeliveryMetrics metrics) {
        this.reroute = reroute;
        this.bounces = bounces;
        this.node = node;
        this.metrics = metrics;
    }

    /** The destination is there no more. */
    void reroute(Mail mail) throws MessagingException {
        reroute.of(mail);
    }

    /** An operator wants it no longer tried. The mail is with its sender, or nothing has happened. */
    void returnOrdered(Mail mail, @Nullable HandoverTarget now, HeldMail.@Nullable Failure last)
            throws MessagingException {
        String reason = now == null || last == null ? null : AttemptLog.withoutHosts(last.text(), now);
        bounces.giveBack(mail, mail.getRecipients(), Cause.ordered(node.value(), reason));
    }

    /** @param pending gets those who cannot be settled now */
    void settleRefused(
            Mail mail,
            HandoverTarget now,
            Map<MailAddress, Attempt.Refusal> refused,
            Map<MailAddress, String> pending) {
        Attempt.byReason(refused).forEach((refusal, recipients) -> {
            // Which host that was is no business of the sender's.
            Audit.LOG.info("{} for {} is refused by {}", mail.getName(), Audit.of(recipients), refusal.via());
            Cause cause = Cause.refused(
                    refusal.reply().text() + " [" + path(mail, now) + "]",
                    refusal.reply().code());
            if (!settle(mail, now, refusal, recipients, cause)) {
                recipients.forEach(recipient -> pending.put(recipient, cause.text()));
            }
        });
    }

    private boolean settle(
            Mail mail, HandoverTarget now, Attempt.Refusal refusal, List<MailAddress> recipients, Cause cause) {
        if (refusal.isUnknownMailbox() && !MailAttributes.isLastWay(mail)) {
            return lookUpAgain(mail, recipients, now.peer(), cause);
        }
        return giveBack(mail, recipients, cause);
    }

    /** @param pending loses those whose mail is returned */
    void returnExpired(Mail mail, HandoverTarget now, Map<MailAddress, String> pending) {
        Attempt.byReason(pending).forEach((reason, recipients) -> {
            Audit.LOG.info(
                    "{} for {} is too old; last: {}", mail.getName(), Audit.of(recipients), Reply.oneLine(reason));
            Cause cause = Cause.expired(" [" + path(mail, now) + "]; last: " + AttemptLog.withoutHosts(reason, now));
            if (giveBack(mail, recipients, cause)) {
                pending.keySet().removeAll(recipients);
            }
        });
    }

    private boolean lookUpAgain(Mail mail, List<MailAddress> recipients, PeerName peer, Cause cause) {
        try {
            reroute.afterRefusal(mail, recipients, peer, cause);
            metrics.rerouted(recipients.size());
            LOGGER.info("{} for {} is looked up again: {}", mail.getName(), Audit.of(recipients), cause.text());
            return true;
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error(
                    "{} for {} cannot be looked up again now: {}",
                    mail.getName(),
                    Audit.of(recipients),
                    cause.text(),
                    e);
            return false;
        }
    }

    private boolean giveBack(Mail mail, List<MailAddress> recipients, Cause cause) {
        try {
            bounces.giveBack(mail, recipients, cause);
            return true;
        } catch (MessagingException | RuntimeException e) {
            // Thrown further it would bring the whole mail back, for those too who have it already.
            LOGGER.error("{} for {} cannot be returned now: {}", mail.getName(), Audit.of(recipients), cause.text(), e);
            return false;
        }
    }

    private String path(Mail mail, HandoverTarget now) {
        return MailAttributes.path(mail).orElse(node.value()) + " -> " + now.peer();
    }
}
