// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.log.Audit;
import io.domainsharing.smtpclient.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** A mail's message as it is sent: octet for octet, whatever its headers say. */
final class MailContent {
    private MailContent() {}

    /** Reads the mail's message for as long as it is used; the mail must not change meanwhile. */
    static Content of(Mail mail) {
        return new Content(() -> open(mail), () -> inSevenBit(mail));
    }

    // The octets that came in, as long as nobody has changed the message: writing it out would write it anew.
    static InputStream open(Mail mail) throws IOException {
        try {
            MimeMessage message = mail.getMessage();
            if (message instanceof MimeMessageWrapper wrapper) {
                return wrapper.getMessageInputStream();
            }
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            return new ByteArrayInputStream(octets.toByteArray());
        } catch (MessagingException | RuntimeException e) {
            throw new IOException(e);
        }
    }

    private static Content inSevenBit(Mail mail) {
        Optional<byte[]> converted = SevenBit.of(mail);
        if (converted.isEmpty()) {
            Audit.LOG.info(
                    "{} goes as it came, in 8 bit, to a server that offers no 8BITMIME: its MIME cannot be converted",
                    mail.getName());
            return Content.of(() -> open(mail));
        }
        Audit.LOG.info("{} goes in 7 bit to a server that offers no 8BITMIME", mail.getName());
        return Content.of(() -> new ByteArrayInputStream(converted.get()));
    }
}
