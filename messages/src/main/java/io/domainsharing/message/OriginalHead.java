// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailHeaders;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The header of a message as it came, noted on its mail where James's queues would change it. They write the header as JavaMail
 * has read it: a question mark for each octet above 127, other line ends, a first line that continues none without its white
 * space. Most headers they leave as they are; nothing is noted of those.
 */
public final class OriginalHead {
    private static final AttributeName NAME = AttributeName.of("io.domainsharing.original-head");
    /** A longer one becomes what James makes of it: attributes are held in memory. */
    static final int LONGEST = 256 * 1024;

    private static final String SEPARATOR = " ";
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    /**
     * What is noted.
     *
     * @param base64 the header, the empty line at its end included
     * @param body how many octets stand behind it
     */
    private record Noted(String base64, long body) {
        static Noted parse(String text) {
            int separator = text.indexOf(SEPARATOR);
            return new Noted(text.substring(separator + 1), Long.parseLong(text.substring(0, separator)));
        }

        byte[] head() {
            return Base64.getDecoder().decode(base64);
        }

        String text() {
            return body + SEPARATOR + base64;
        }
    }

    private OriginalHead() {}

    /** Notes the header of the message as it is now, or that there is no need to. Before the mail goes into a queue. */
    public static void keep(Mail mail) throws MessagingException {
        mail.removeAttribute(NAME);
        byte[] head = head(mail);
        if (head.length <= LONGEST && !isKept(head)) {
            long body = MessageOctets.sizeOf(mail.getMessage()) - head.length;
            Noted noted = new Noted(Base64.getEncoder().encodeToString(head), body);
            mail.setAttribute(new Attribute(NAME, AttributeValue.of(noted.text())));
        }
    }

    /** Gives the message the header again that was noted, unless somebody else has changed it meanwhile. After a queue. */
    public static void restore(Mail mail) throws MessagingException {
        if (noted(mail).isPresent() && !(mail.getMessage() instanceof VerbatimMessage)) {
            MessageOctets.hold(mail);
        }
    }

    /** The octets with the header that was noted; they live as long as the mail's message. */
    static MimeMessageSource source(Mail mail) throws MessagingException {
        MimeMessageSource now = new LentSource(mail.getMessage());
        Optional<Noted> noted = noted(mail);
        if (noted.isEmpty() || mail.getMessage() instanceof VerbatimMessage) {
            return now;
        }
        try {
            byte[] head = noted.get().head();
            long length = now.getMessageSize() - noted.get().body();
            return length >= 0 && length <= 2L * LONGEST && isSame(head, first(now, (int) length))
                    ? new FrontedSource(head, length, now)
                    : now;
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    private static Optional<Noted> noted(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class).map(Noted::parse);
    }

    /** At most one octet more than is noted. */
    private static byte[] head(Mail mail) throws MessagingException {
        MimeMessageSource source = new LentSource(mail.getMessage());
        try (BufferedInputStream octets = new BufferedInputStream(source.getInputStream())) {
            long length = new HeaderReader(octets, name -> false).skipToBody();
            return first(source, (int) Math.min(length, LONGEST + 1L));
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    private static byte[] first(MimeMessageSource source, int length) throws IOException {
        try (InputStream octets = source.getInputStream()) {
            return octets.readNBytes(length);
        }
    }

    /** Whether James's queues keep it as it is. */
    private static boolean isKept(byte[] head) {
        if (head.length <= EMPTY_LINE.length
                || head[0] == ' '
                || head[0] == '\t'
                || !Arrays.equals(Arrays.copyOfRange(head, head.length - EMPTY_LINE.length, head.length), EMPTY_LINE)) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            boolean lineFeed = i + 1 < head.length && head[i + 1] == '\n';
            if (head[i] < 0 || (head[i] == '\r') != lineFeed) {
                return false;
            }
        }
        return true;
    }

    /** Whether a queue has made the one of the other, or nothing has happened to it. */
    private static boolean isSame(byte[] noted, byte[] now) throws MessagingException {
        return Arrays.equals(rewritten(noted), rewritten(now));
    }

    private static byte[] rewritten(byte[] head) throws MessagingException {
        return new MailHeaders(new ByteArrayInputStream(head)).toByteArray();
    }
}
