// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a query comes from somebody who knows the secret: base64 of MD5 of {@code secret ":" mailbox}
 * (draft-hathcock-minger-06, section 2.1). Any thread.
 *
 * <p>Equality takes the same time wherever the first difference stands.
 *
 * @param text 24 base64 characters, the last two of them {@code ==}
 */
public record Digest(String text) {
    static final int LENGTH = 24;

    private static final String PADDING = "==";

    /** One for each thread: getting one costs more than hashing. Holds no class of ours, so it may outlive us. */
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(Digest::md5);

    public Digest {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("a digest is 24 base64 characters ending in ==");
        }
    }

    /** The digest that a query about this mailbox carries between two servers that share this secret. */
    public static Digest of(Secret secret, Mailbox mailbox) {
        MessageDigest md5 = MD5.get();
        md5.reset();
        md5.update(secret.value().getBytes(StandardCharsets.US_ASCII));
        md5.update((byte) ':');
        md5.update(mailbox.octets());
        return new Digest(Base64.getEncoder().encodeToString(md5.digest()));
    }

    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.endsWith(PADDING)) {
            return false;
        }
        for (int i = 0; i < LENGTH - PADDING.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Minger needs MD5, which this Java lacks", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.US_ASCII), that.text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
