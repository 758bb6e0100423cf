// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The header lines that this server puts in front of a message when it hands it over. No octet behind them changes. An
 * attribute tells which they are, so that they can be taken back, also after a restart, when the hand-over comes to nothing.
 */
public final class FrontLines {
    private static final AttributeName NAME = AttributeName.of("io.domainsharing.front-lines");
    private static final String LINE_END = "\r\n";

    private FrontLines() {}

    /** The mail's attributes and the octets of its message, which are shared, under a name of its own; lives no longer than the mail. */
    public static MailImpl copy(Mail mail) throws MessagingException {
        MailImpl copy = MailImpl.duplicateWithoutMessage(mail).build();
        copy.setMessageNoCopy(new VerbatimMessage(OriginalHead.source(mail)));
        OriginalHead.keep(copy);
        return copy;
    }

    /**
     * Puts fields in front of everything that the message has.
     *
     * @param fields from the top, each {@code Name: value}, folded with CRLF where it is folded, without the CRLF at its end
     */
    public static void prepend(Mail mail, List<String> fields) throws MessagingException {
        StringBuilder lines = new StringBuilder();
        for (String field : fields) {
            lines.append(checked(field)).append(LINE_END);
        }
        MimeMessageSource source = takeSource(mail);
        setSource(mail, new FrontedSource(lines.toString().getBytes(US_ASCII), 0, source));
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(lines + of(mail))));
    }

    /** Takes the lines away again that {@link #prepend} has put there, in whatever queue the mail was meanwhile. */
    public static void takeBack(Mail mail) throws MessagingException {
        byte[] front = of(mail).getBytes(US_ASCII);
        mail.removeAttribute(NAME);
        if (front.length > 0 && beginsWith(mail, front)) {
            MimeMessageSource source = takeSource(mail);
            setSource(mail, new FrontedSource(new byte[0], front.length, source));
        }
    }

    private static String checked(String field) {
        boolean printable = field.chars()
                .allMatch(character -> (character >= ' ' && character < 127) || "\t\r\n".indexOf(character) >= 0);
        String unfolded = field.replace(LINE_END + " ", "").replace(LINE_END + "\t", "");
        if (!printable || field.indexOf(':') < 1 || unfolded.indexOf('\r') >= 0 || unfolded.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("no header field: " + field);
        }
        return field;
    }

    /** All lines that stand in front of the message, or none. */
    private static String of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class).orElse("");
    }

    private static boolean beginsWith(Mail mail, byte[] front) throws MessagingException {
        try (InputStream octets = MessageOctets.of(mail)) {
            return Arrays.equals(octets.readNBytes(front.length), front);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    /** A source that outlives the mail's message: that of one that is ours already, else a copy. */
    private static MimeMessageSource takeSource(Mail mail) throws MessagingException {
        OriginalHead.restore(mail);
        if (mail.getMessage() instanceof VerbatimMessage ours && !ours.isModified()) {
            return ours.takeSource();
        }
        return MimeMessageInputStreamSource.create(mail.getName(), MessageOctets.of(mail));
    }

    private static void setSource(Mail mail, MimeMessageSource source) throws MessagingException {
        VerbatimMessage.set(mail, source);
        OriginalHead.keep(mail);
    }
}
