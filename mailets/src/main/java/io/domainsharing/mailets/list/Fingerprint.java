// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import io.domainsharing.message.MessageHead;
import io.domainsharing.message.MessageOctets;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;

/**
 * What makes two copies copies of one post: sender, Message-ID, what a reader sees of the header, and the body. Whoever
 * knows only some of it cannot write a message that passes for the post.
 *
 * <p>Other servers rewrite messages on the way, so the body counts as decoded from its transfer encoding, line ends do not count,
 * nor do empty lines at the end (as in DKIM, RFC 6376 section 3.4.3), nor how a header field is folded. What cannot be decoded
 * counts as it is.
 */
public final class Fingerprint {
    private static final String MESSAGE_ID = "Message-ID";
    private static final List<String> FIELDS =
            List.of(MESSAGE_ID, "From", "Reply-To", "To", "Cc", "Subject", "Date", "Content-Disposition");
    /** What a body without this field is (RFC 2045 section 5.2): some servers write it down. */
    private static final String CONTENT_TYPE = "Content-Type";

    private static final String DEFAULT_TYPE = "text/plain";
    private static final String TRANSFER_ENCODING = "Content-Transfer-Encoding";
    private static final String QUOTED_PRINTABLE = "quoted-printable";
    private static final List<String> DECODED = List.of("base64", QUOTED_PRINTABLE);
    private static final String[] ALL = Stream.concat(FIELDS.stream(), Stream.of(CONTENT_TYPE, TRANSFER_ENCODING))
            .toArray(String[]::new);
    private static final CharMatcher WHITE_SPACE = CharMatcher.anyOf(" \t\n\u000b\f\r");
    private static final int BUFFER = 8192;

    private Fingerprint() {}

    /** Whether a post of the same text would pass for a copy of this one, were it not for a name that somebody gives it. */
    public static boolean needsId(Mail mail) throws MessagingException {
        return MessageHead.of(mail, MESSAGE_ID).fields().isEmpty();
    }

    /**
     * Reads the whole message.
     *
     * @param id takes the place of a Message-ID that is not there
     */
    public static String of(Mail mail, String id) throws MessagingException {
        Hasher hasher = Hashing.sha256().newHasher();
        put(hasher, mail.getMaybeSender());
        try {
            String encoding = "";
            try (BufferedInputStream octets = new BufferedInputStream(MessageOctets.of(mail))) {
                MessageHead head = MessageHead.readUpToBody(octets, ALL);
                for (String field : FIELDS) {
                    List<String> values = head.values(field);
                    put(hasher, field.equals(MESSAGE_ID) && values.isEmpty() ? List.of(id) : values);
                }
                List<String> types = head.values(CONTENT_TYPE);
                put(hasher, types.isEmpty() ? List.of(DEFAULT_TYPE) : types);
                for (String value : head.values(TRANSFER_ENCODING)) {
                    encoding = value.toLowerCase(Locale.ROOT);
                }
            }
            hasher.putBytes(bodyHash(mail, encoding));
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
        return BaseEncoding.base64Url().omitPadding().encode(hasher.hash().asBytes());
    }

    private static void put(Hasher hasher, MaybeSender sender) {
        hasher.putString(sender.asString(), StandardCharsets.UTF_8).putByte((byte) 0);
    }

    private static void put(Hasher hasher, List<String> values) {
        hasher.putInt(values.size());
        for (String value : values) {
            hasher.putString(WHITE_SPACE.trimAndCollapseFrom(value, ' '), StandardCharsets.UTF_8)
                    .putByte((byte) 0);
        }
    }

    private static byte[] bodyHash(Mail mail, String encoding) throws MessagingException, IOException {
        if (DECODED.contains(encoding)) {
            try (InputStream body = body(mail);
                    InputStream decoded = decoded(body, encoding)) {
                return hash(decoded);
            } catch (IOException | MessagingException | RuntimeException e) {
                // The body breaks its encoding: nobody re-encodes it either.
                return rawHash(mail);
            }
        }
        return rawHash(mail);
    }

    private static InputStream decoded(InputStream body, String encoding) throws MessagingException {
        return encoding.equals(QUOTED_PRINTABLE) ? new QuotedPrintable(body) : MimeUtility.decode(body, encoding);
    }

    private static byte[] rawHash(Mail mail) throws MessagingException, IOException {
        try (InputStream raw = body(mail)) {
            return hash(raw);
        }
    }

    private static InputStream body(Mail mail) throws MessagingException, IOException {
        BufferedInputStream octets = new BufferedInputStream(MessageOctets.of(mail));
        MessageHead.readUpToBody(octets);
        return octets;
    }

    private static byte[] hash(InputStream body) throws IOException {
        Hasher hasher = Hashing.sha256().newHasher();
        byte[] buffer = new byte[BUFFER];
        long lineEnds = 0;
        for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
            for (int i = 0; i < length; i++) {
                byte next = buffer[i];
                if (next == '\n') {
                    lineEnds++;
                } else if (next != '\r') {
                    for (; lineEnds > 0; lineEnds--) {
                        hasher.putByte((byte) '\n');
                    }
                    hasher.putByte(next);
                }
            }
        }
        return hasher.hash().asBytes();
    }
}
