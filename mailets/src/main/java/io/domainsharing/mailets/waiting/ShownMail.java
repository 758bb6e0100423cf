// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import java.time.Instant;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * A mail that waits.
 *
 * @param size of the message, in octets; null: not told
 * @param since since when; null: not told
 * @param next when it is due; null: not told
 */
public record ShownMail(
        String name,
        MaybeSender sender,
        List<MailAddress> recipients,
        @Nullable Long size,
        @Nullable Instant since,
        @Nullable Instant next) {
    public ShownMail {
        recipients = List.copyOf(recipients);
    }

    static ShownMail of(String name, Mail mail, @Nullable Instant next) {
        return new ShownMail(
                name,
                mail.getMaybeSender(),
                List.copyOf(mail.getRecipients()),
                size(mail),
                MailAttributes.since(mail).orElse(null),
                next);
    }

    // A queue may show the mail itself, which somebody disposes of meanwhile.
    private static @Nullable Long size(Mail mail) {
        try {
            return mail.getMessageSize();
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }
}
