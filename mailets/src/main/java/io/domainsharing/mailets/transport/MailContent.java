// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import io.domainsharing.message.MessageOctets;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.smtpclient.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/** A mail's message as it is sent: octet for octet, whatever its headers say. */
final class MailContent {
    private MailContent() {}

    /** Reads the mail's message for as long as it is used; the mail must not change meanwhile. */
    static Content of(Mail mail) {
        return new Content(() -> open(mail), () -> inSevenBit(mail));
    }

    static InputStream open(Mail mail) throws IOException {
        try {
            return MessageOctets.of(mail);
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
