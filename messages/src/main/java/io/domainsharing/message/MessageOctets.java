// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** The octets of a message as it is now, without having JavaMail save it: that changes the header, and throws where it cannot be parsed. */
public final class MessageOctets {
    private static final String LINE_END = "\r\n";

    private MessageOctets() {}

    /**
     * Those of a mail's message, with the header that {@link OriginalHead} has noted for it.
     *
     * @throws MessagingException they cannot be had
     */
    public static InputStream of(Mail mail) throws MessagingException {
        try {
            return OriginalHead.source(mail).getInputStream();
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    /** Whether somebody has changed the message since it came, so that JavaMail writes its header anew. */
    public static boolean isChanged(Mail mail) throws MessagingException {
        return mail.getMessage() instanceof MimeMessageWrapper wrapper && wrapper.isModified();
    }

    /**
     * Gives the mail a message of its octets as they are now, which can be copied and stored whatever they are. What another mailet
     * has left half changed James cannot even write.
     */
    public static void hold(Mail mail) throws MessagingException {
        VerbatimMessage.set(mail, MimeMessageInputStreamSource.create(mail.getName(), of(mail)));
    }

    static InputStream of(MimeMessage message) throws MessagingException {
        try {
            if (message instanceof MimeMessageWrapper wrapper) {
                return wrapper.getMessageInputStream();
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            message.writeTo(written);
            return new ByteArrayInputStream(written.toByteArray());
        } catch (MessagingException | IOException e) {
            return unsaved(message);
        }
    }

    /** What another mailet has made of the message cannot be saved: the header as it has it, and the body as it came. */
    private static InputStream unsaved(MimeMessage message) throws MessagingException {
        StringBuilder head = new StringBuilder();
        for (Enumeration<String> lines = message.getAllHeaderLines(); lines.hasMoreElements(); ) {
            head.append(lines.nextElement()).append(LINE_END);
        }
        head.append(LINE_END);
        return new SequenceInputStream(
                new ByteArrayInputStream(head.toString().getBytes(ISO_8859_1)), message.getRawInputStream());
    }

    /** How many octets it has. Of a message that was changed all of it is read for that. */
    public static long sizeOf(Mail mail) throws MessagingException {
        return sizeOf(mail.getMessage());
    }

    static long sizeOf(MimeMessage message) throws MessagingException {
        if (message instanceof MimeMessageWrapper wrapper && !wrapper.isModified()) {
            return wrapper.getMessageSize();
        }
        try (InputStream octets = of(message)) {
            return octets.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }
}
