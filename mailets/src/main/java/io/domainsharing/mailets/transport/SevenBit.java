// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.activation.DataHandler;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimePart;
import javax.mail.util.ByteArrayDataSource;
import org.apache.mailet.Mail;

/**
 * A message in 7 bit for a server that takes no other (RFC 6152 section 3): its 8-bit parts as quoted-printable or base64, their
 * octets the same once decoded. On a copy: the mail keeps its own.
 */
public final class SevenBit {
    private static final Set<String> NOT_ENCODED = Set.of("7bit", "8bit", "binary");
    /** Parts in parts: Jakarta Mail goes through what is inside once for each level, and to each by a call of its own. */
    private static final int MOST_LEVELS = 30;
    /** RFC 2046 section 5.1.1 allows 70. Jakarta Mail's time grows with the square of it. */
    private static final int LONGEST_BOUNDARY = 200;

    private SevenBit() {}

    /** Empty: its MIME cannot be read, or there is more than parts that could be encoded. */
    public static Optional<byte[]> of(Mail mail) {
        try (InputStream original = MailContent.open(mail)) {
            // No wrapper of James: it reads its parts anew at each look, and so forgets that they were encoded.
            MimeMessage copy = new Encoded(original);
            encode(copy, 0);
            copy.saveChanges();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            copy.writeTo(octets);
            byte[] converted = octets.toByteArray();
            return isSevenBitBody(converted) ? Optional.of(converted) : Optional.empty();
        } catch (MessagingException | IOException | RuntimeException e) {
            // Whatever Jakarta Mail makes of a stranger's MIME.
            return Optional.empty();
        }
    }

    /** Gets no field that the message has not come with, but those of its encoding. */
    private static final class Encoded extends MimeMessage {
        Encoded(InputStream octets) throws MessagingException {
            super(null, octets);
        }

        @Override
        protected synchronized void updateHeaders() throws MessagingException {
            boolean isDated = getHeader("Date") != null;
            super.updateHeaders();
            if (!isDated) {
                removeHeader("Date");
            }
        }

        @Override
        protected void updateMessageID() {
            // The one that it has, if any, is its own.
        }
    }

    /** @throws MessagingException an 8-bit part cannot be encoded without changing what it says */
    private static void encode(MimePart part, int level) throws MessagingException, IOException {
        if (part.isMimeType("multipart/signed")) {
            requireReadable(part, level);
        }
        if (part.isMimeType("multipart/*") && !part.isMimeType("multipart/signed")) {
            Multipart parts = parts(part, level);
            for (int i = 0; i < parts.getCount(); i++) {
                encode((MimePart) parts.getBodyPart(i), level + 1);
            }
            // Or its own octets, as they came, would be written.
            part.setContent(parts);
        } else if (!isEncoded(part) && isEightBit(part)) {
            encodeLeaf(part);
        }
    }

    /** Jakarta Mail reads the parts of what is signed as well when it writes the message. */
    private static void requireReadable(MimePart part, int level) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            Multipart parts = parts(part, level);
            for (int i = 0; i < parts.getCount(); i++) {
                requireReadable((MimePart) parts.getBodyPart(i), level + 1);
            }
        }
    }

    private static Multipart parts(MimePart part, int level) throws MessagingException, IOException {
        String boundary = new ContentType(part.getContentType()).getParameter("boundary");
        if (boundary == null || boundary.length() > LONGEST_BOUNDARY || level >= MOST_LEVELS) {
            throw new MessagingException("no boundary, one that is too long, or too many parts in parts");
        }
        return (Multipart) part.getContent();
    }

    private static boolean isEncoded(MimePart part) throws MessagingException {
        String encoding = part.getEncoding();
        return encoding != null && !NOT_ENCODED.contains(encoding.toLowerCase(Locale.ROOT));
    }

    private static void encodeLeaf(MimePart part) throws MessagingException, IOException {
        String[] type = part.getHeader("Content-Type");
        // Without a type nobody knows what it is; what is signed, or a message, may not be encoded (RFC 1847, RFC
        // 2046).
        if (type == null || part.isMimeType("message/*") || part.isMimeType("multipart/*")) {
            throw new MessagingException("8 bits that cannot be encoded");
        }
        String[] disposition = part.getHeader("Content-Disposition");
        try (InputStream in = part.getInputStream()) {
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(in, type[0])));
        }
        part.setHeader("Content-Type", type[0]);
        if (disposition != null) {
            part.setHeader("Content-Disposition", disposition[0]);
        }
        part.setHeader("Content-Transfer-Encoding", part.isMimeType("text/*") ? "quoted-printable" : "base64");
    }

    private static boolean isEightBit(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            byte[] chunk = new byte[8192];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                for (int i = 0; i < length; i++) {
                    if (chunk[i] < 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isSevenBitBody(byte[] message) {
        boolean inBody = false;
        for (int i = 0; i < message.length; i++) {
            inBody |= i >= 3 && message[i] == '\n' && message[i - 1] == '\r' && message[i - 2] == '\n';
            if (inBody && message[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
