// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Escaped;
import io.domainsharing.network.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The question "do you accept mail for this address?" (draft-hathcock-minger-06, section 2.1). Immutable.
 *
 * @param digest proof of the secret; null in an anonymous query
 * @param proof what it carries for a proof, right or wrong; null: none, or one of a version that is not known here
 * @param tags those beside that, in their order; no server of ours acts on them
 */
public record MingerQuery(Mailbox mailbox, @Nullable Digest digest, @Nullable Proof proof, Map<String, String> tags) {
    /** A datagram beyond this many octets is malformed. */
    static final int MAXIMUM_LENGTH = 1024;

    public MingerQuery {
        tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        if (Proof.isAnnouncedBy(tags)) {
            throw new IllegalArgumentException("the tags of a proof are its own");
        }
        int length =
                mailbox.length() + (digest == null ? 0 : 3 + Digest.LENGTH) + (proof == null ? 0 : Proof.TAGS_LENGTH);
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

    /** A query without proof. */
    public MingerQuery(Mailbox mailbox, @Nullable Digest digest, Map<String, String> tags) {
        this(mailbox, digest, null, tags);
    }

    /** The query that a client sends; anonymous without a secret. */
    public static MingerQuery of(Mailbox mailbox, @Nullable Secret secret) {
        return new MingerQuery(mailbox, secret == null ? null : Digest.of(secret, mailbox), Map.of());
    }

    /** The query that a client sends with a proof, which never goes without a digest. */
    public static MingerQuery proven(Mailbox mailbox, Secret secret, Proof proof) {
        return new MingerQuery(mailbox, Digest.of(secret, mailbox), proof, Map.of());
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
        if (proof != null) {
            datagram.writeBytes(proof.tags());
        }
        tags.forEach(
                (name, value) -> datagram.writeBytes((" " + name + "=" + value).getBytes(StandardCharsets.US_ASCII)));
        return datagram.toByteArray();
    }

    static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOfWord(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isOfWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    }
}
