// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Escaped;
import io.domainsharing.network.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The question "do you accept mail for this address?" (draft-hathcock-minger-06, section 2.1). Immutable.
 *
 * @param digest proof of the secret; null in an anonymous query
 * @param tags further tags in their order; no server is known to act on any
 */
public record MingerQuery(Mailbox mailbox, @Nullable Digest digest, Map<String, String> tags) {
    /** A datagram beyond this many octets is malformed. */
    static final int MAXIMUM_LENGTH = 1024;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");

    public MingerQuery {
        tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        int length = mailbox.length() + (digest == null ? 0 : 3 + Digest.LENGTH);
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().equals("d") || !isWord(tag.getKey()) || !isWord(tag.getValue())) {
                throw new IllegalArgumentException("not a tag: " + Escaped.of(tag.toString()));
            }
            length += 2 + tag.getKey().length() + tag.getValue().length();
        }
        if (length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("a query of " + length + " octets; at most 1024 fit");
        }
    }

    /** The query that a client sends; anonymous without a secret. */
    public static MingerQuery of(Mailbox mailbox, @Nullable Secret secret) {
        return new MingerQuery(mailbox, secret == null ? null : Digest.of(secret, mailbox), Map.of());
    }

    /** Reads any datagram; never throws. */
    public static QueryReading read(byte[] datagram) {
        return QueryReader.read(datagram);
    }

    /** The datagram, without a terminator. */
    public byte[] toBytes() {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream(mailbox.length() + 3 + Digest.LENGTH);
        datagram.writeBytes(mailbox.octets());
        if (digest != null) {
            datagram.writeBytes((" d=" + digest.text()).getBytes(StandardCharsets.US_ASCII));
        }
        tags.forEach(
                (name, value) -> datagram.writeBytes((" " + name + "=" + value).getBytes(StandardCharsets.US_ASCII)));
        return datagram.toByteArray();
    }

    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }
}
