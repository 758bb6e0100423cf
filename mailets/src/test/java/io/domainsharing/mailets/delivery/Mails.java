// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.ownership.Addresses.address;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.domainsharing.message.MessageOctets;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;

/** Mails and messages written down in tests, and what is in them. */
public final class Mails {
    private Mails() {}

    public static MailImpl mail(String sender, String... recipients) throws MessagingException {
        return mail(message("Subject: hello\r\n"), sender, recipients);
    }

    public static MailImpl mail(MimeMessage message, String sender, String... recipients) throws MessagingException {
        return MailImpl.builder()
                .name("mail1")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipients(addresses(recipients))
                .mimeMessage(message)
                .state("transport")
                .build();
    }

    public static MimeMessage message(String headers) throws MessagingException {
        String text = headers + "From: x@elsewhere.example\r\nMessage-ID: <1@elsewhere.example>\r\n\r\nbody\r\n";
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(US_ASCII)));
    }

    /** A mail of a peer's session with exactly these octets, a character for each. */
    public static MailImpl fromPeer(String octets, String sender, String... recipients) throws MessagingException {
        MailImpl mail = arriving(octets, sender, recipients);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }

    /** A mail with exactly these octets, a character for each, as James's SMTP makes one. */
    public static MailImpl arriving(String octets, String sender, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("mail1")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipients(addresses(recipients))
                .state("transport")
                .build();
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(octets.getBytes(ISO_8859_1))));
        return mail;
    }

    /** What the message of a mail is, octet by octet. */
    public static String octets(Mail mail) throws MessagingException {
        try (InputStream octets = MessageOctets.of(mail)) {
            return new String(octets.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<MailAddress> addresses(String... texts) {
        return Stream.of(texts).map(text -> address(text)).toList();
    }

    public static String text(SentMail mail, AttributeName name) {
        return Objects.requireNonNull(mail.getAttributes().get(name), name.asString())
                .getValue()
                .value()
                .toString();
    }
}
