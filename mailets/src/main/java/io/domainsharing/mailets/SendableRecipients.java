// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/**
 * Those of a mail's recipients that a command can carry. James makes mail itself, for a Sieve redirect, a mapping or JMAP, and
 * there takes nearly any character in an address: what would end one command on the wire and begin another goes back before it is
 * looked up or queued (docs/adr/0026). So does what only SMTPUTF8 carries: no server can be asked about it.
 *
 * @param isHere whether a recipient stays on this server, which delivers to it whatever its spelling, or only the host that it
 *     goes to can say
 * @param queued what leaves goes through a queue of James's: what that one cannot keep goes back as well
 */
record SendableRecipients(MailetContext context, QueuedAddresses queued, Predicate<MailAddress> isHere) {
    /** RFC 5321 section 4.2.3: mailbox name not allowed. */
    private static final int CODE = 553;

    /** What gives mail back to its sender; throws where that fails, and nothing has been given back then. */
    @FunctionalInterface
    interface Return {
        void giveBack(List<MailAddress> recipients, Cause cause) throws MessagingException;
    }

    /**
     * Takes all others off the mail. It goes back to its sender for them, or, as a sender that no command carries can get no mail,
     * to the error processor, whose repository keeps it. A mail that has no recipient left is done with.
     */
    void keepIn(Mail mail, Return back) throws MessagingException {
        Optional<Cause> ofSender = mail.getMaybeSender().asOptional().flatMap(SendableRecipients::causeOfSender);
        Map<Cause, List<MailAddress>> others = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            ofSender.or(() -> causeOf(recipient))
                    .filter(cause -> !isHere.test(recipient))
                    .ifPresent(cause -> others.computeIfAbsent(cause, ignored -> new ArrayList<>())
                            .add(recipient));
        }
        for (Map.Entry<Cause, List<MailAddress>> group : others.entrySet()) {
            if (canHearOfIt(mail)) {
                back.giveBack(group.getValue(), group.getKey());
            } else {
                giveUp(mail, group.getValue(), group.getKey());
            }
            Copies.takeOff(mail, group.getValue());
        }
        if (!others.isEmpty() && mail.getRecipients().isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    private static Optional<Cause> causeOfSender(MailAddress sender) {
        return cause(sender, "5.1.7", "sender address");
    }

    private Optional<Cause> causeOf(MailAddress recipient) {
        return cause(recipient, "5.1.3", "recipient address").or(() -> queued.objectionTo(recipient.asString())
                .map(reason -> Cause.refused("5.1.3 Bad recipient address: " + reason, CODE)));
    }

    /** RFC 3463: 5.1.3 and 5.1.7, bad syntax; 5.6.7, non-ASCII addresses not permitted (RFC 6531). */
    private static Optional<Cause> cause(MailAddress address, String badSyntax, String what) {
        AddressSyntax syntax = AddressSyntax.of(address.asString());
        return switch (syntax.kind()) {
            case ASCII -> Optional.empty();
            case UTF8 -> Optional.of(Cause.refused("5.6.7 The " + what + " has characters beyond ASCII", CODE));
            case INVALID -> Optional.of(Cause.refused(badSyntax + " Bad " + what + ": " + syntax.reason(), CODE));
        };
    }

    private static boolean canHearOfIt(Mail mail) {
        return mail.getMaybeSender()
                .asOptional()
                .map(sender -> AddressSyntax.of(sender.asString()).isValid())
                .orElse(true);
    }

    private void giveUp(Mail mail, List<MailAddress> recipients, Cause cause) throws MessagingException {
        Copies.give(mail, recipients, copy -> {
            copy.setErrorMessage(cause.text());
            context.sendMail(copy, Mail.ERROR);
        });
        Audit.LOG.warn(
                "{} for {} cannot be returned to {} and goes to the error processor: {}",
                mail.getName(),
                Audit.of(recipients),
                Escaped.of(mail.getMaybeSender().asString()),
                cause.text());
    }
}
