// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import io.domainsharing.smtpclient.AddressSyntax;
import io.domainsharing.smtpclient.Envelope;
import io.domainsharing.smtpclient.Envelope.Recipient;
import io.domainsharing.smtpclient.SmtpReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

/**
 * A mail's envelope for some of its recipients.
 *
 * @param recipients as the client names them
 */
record MailEnvelope(Envelope envelope, Map<MailAddress, Recipient> recipients) {
    /** RFC 5321 section 4.2.3: mailbox name not allowed, as its syntax is wrong. */
    private static final int SYNTAX = 553;

    /** Why no command may carry a recipient, or the sender, as a server would say it; empty: they can be sent. */
    static Optional<SmtpReply> refusal(Mail mail, MailAddress recipient) {
        return refusal(recipient.asString(), "5.1.3 Bad destination mailbox address syntax")
                .or(() -> mail.getMaybeSender()
                        .asOptional()
                        .flatMap(sender -> refusal(sender.asString(), "5.1.7 Bad sender's mailbox address syntax")));
    }

    private static Optional<SmtpReply> refusal(String address, String words) {
        AddressSyntax syntax = AddressSyntax.of(address);
        if (syntax.isValid()) {
            return Optional.empty();
        }
        boolean isAscii = address.chars().allMatch(c -> c < 0x80);
        String status = isAscii ? words : "5.6.7 Non-ASCII address that no server can take";
        return Optional.of(new SmtpReply(SYNTAX, List.of(status + ": " + syntax.reason())));
    }

    /** @param sendable recipients of whom {@link #refusal} says nothing */
    static MailEnvelope of(Mail mail, Collection<MailAddress> sendable) {
        Optional<DsnParameters> dsn = mail.dsnParameters();
        Map<MailAddress, Recipient> recipients = new LinkedHashMap<>();
        sendable.forEach(address -> recipients.put(address, recipient(address, dsn)));
        return new MailEnvelope(
                new Envelope(
                        mail.getMaybeSender().asString(""),
                        new ArrayList<>(recipients.values()),
                        dsn.flatMap(DsnParameters::getRetParameter)
                                .map(Enum::name)
                                .orElse(null),
                        dsn.flatMap(DsnParameters::getEnvIdParameter)
                                .map(DsnParameters.EnvId::asString)
                                .orElse(null)),
                recipients);
    }

    private static Recipient recipient(MailAddress address, Optional<DsnParameters> dsn) {
        Optional<RecipientDsnParameters> parameters =
                dsn.flatMap(all -> Optional.ofNullable(all.getRcptParameters().get(address)));
        return new Recipient(
                address.asString(),
                parameters
                        .flatMap(RecipientDsnParameters::getNotifyParameter)
                        .map(when -> when.stream().map(Enum::name).collect(Collectors.joining(",")))
                        .orElse(null),
                parameters
                        .flatMap(RecipientDsnParameters::getOrcptParameter)
                        .map(MailAddress::asString)
                        .orElse(null));
    }
}
