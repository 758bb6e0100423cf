// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.BaseEncoding;
import io.domainsharing.ownership.CanonicalAddress;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which this server signs what it writes into a message for itself, HMAC-SHA256 (RFC 2104): whoever does not
 * have it can neither write such a line nor tell which address a token stands for. Immutable, thread-safe.
 */
public final class TraceKey {
    static final int OCTETS = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_OCTETS = 8;
    private static final int SIGNATURE_OCTETS = 16;
    private static final BaseEncoding TEXT = BaseEncoding.base64Url().omitPadding();

    private final SecretKeySpec secret;

    private TraceKey(byte[] secret) {
        if (secret.length != OCTETS) {
            throw new IllegalArgumentException("a key has " + OCTETS + " octets, this one " + secret.length);
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The key with these octets, 32 of them. */
    public static TraceKey of(byte[] secret) {
        return new TraceKey(secret.clone());
    }

    /** A key that ends with the process. */
    public static TraceKey random() {
        return new TraceKey(newSecret());
    }

    static byte[] newSecret() {
        byte[] secret = new byte[OCTETS];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    byte[] octets() {
        return secret.getEncoded();
    }

    /** An address in one message, in a form that only this key relates to it. */
    String token(String message, CanonicalAddress address) {
        return text("token", message, address.value(), TOKEN_OCTETS);
    }

    String signature(String message, String line) {
        return text("line", message, line, SIGNATURE_OCTETS);
    }

    /** In a time that does not tell how much of it is right. */
    boolean isSignature(String signature, String message, String line) {
        return MessageDigest.isEqual(
                signature.getBytes(ISO_8859_1), signature(message, line).getBytes(ISO_8859_1));
    }

    private String text(String purpose, String message, String what, int octets) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((purpose + '\n' + message + '\n').getBytes(UTF_8));
            return TEXT.encode(Arrays.copyOf(mac.doFinal(what.getBytes(UTF_8)), octets));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
