// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;

/**
 * What makes two copies copies of one post: sender, Message-ID, what a reader sees of the header, and the body. Whoever
 * knows only some of it cannot write a message that passes for the post.
 *
 * <p>Servers rewrite messages on the way, so the body counts as decoded from its transfer encoding, line ends do not count,
 * nor do empty lines at the end (as in DKIM, RFC 6376 section 3.4.3), nor how a header field is folded.
 */
final class Fingerprint {
    private static final List<String> FIELDS =
            List.of("Message-ID", "From", "Reply-To", "To", "Cc", "Subject", "Date", "Content-Disposition");
    /** What a body without this field is (RFC 2045 section 5.2): some servers write it down. */
    private static final String CONTENT_TYPE = "Content-Type";

    private static final String DEFAULT_TYPE = "text/plain";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int BUFFER = 8192;

    private Fingerprint() {}

    /** Reads the whole message. */
    static String of(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        Hasher hasher = Hashing.sha256().newHasher();
        put(hasher, mail.getMaybeSender());
        for (String field : FIELDS) {
            String[] values = message.getHeader(field);
            put(hasher, values == null ? List.of() : Arrays.asList(values));
        }
        String[] types = message.getHeader(CONTENT_TYPE);
        put(hasher, types == null ? List.of(DEFAULT_TYPE) : Arrays.asList(types));
        hasher.putBytes(bodyHash(message));
        return BaseEncoding.base64Url().omitPadding().encode(hasher.hash().asBytes());
    }

    private static void put(Hasher hasher, MaybeSender sender) {
        hasher.putString(sender.asString(), StandardCharsets.UTF_8).putByte((byte) 0);
    }

    private static void put(Hasher hasher, List<String> values) {
        hasher.putInt(values.size());
        for (String value : values) {
            hasher.putString(WHITE_SPACE.matcher(value).replaceAll(" ").trim(), StandardCharsets.UTF_8)
                    .putByte((byte) 0);
        }
    }

    private static byte[] bodyHash(MimeMessage message) throws MessagingException {
        try (InputStream decoded = message.getInputStream()) {
            return hash(decoded);
        } catch (IOException | MessagingException e) {
            // A transfer encoding that nobody knows, or that the body breaks: nobody re-encodes it either.
            return rawHash(message);
        }
    }

    private static byte[] rawHash(MimeMessage message) throws MessagingException {
        try (InputStream raw = message.getRawInputStream()) {
            return hash(raw);
        } catch (IOException e) {
            throw new MessagingException("The body cannot be read", e);
        }
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
