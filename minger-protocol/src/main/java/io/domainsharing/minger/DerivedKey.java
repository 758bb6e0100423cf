// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys of 32 octets that a shared secret yields, one for each use, by HKDF with SHA-256 (RFC 5869) without salt. Any thread. */
public final class DerivedKey {
    static final int OCTETS = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] NO_SALT = new byte[OCTETS];

    private DerivedKey() {}

    /**
     * The key for one use.
     *
     * @param info names the use: another one gives a key that has nothing to do with this one
     */
    public static byte[] of(Secret secret, String info) {
        // Expanded to as many octets as the hash has: one block.
        Mac mac = mac(mac(NO_SALT).doFinal(secret.value().getBytes(StandardCharsets.US_ASCII)));
        mac.update(info.getBytes(StandardCharsets.US_ASCII));
        return mac.doFinal(new byte[] {1});
    }

    /** HMAC-SHA256 with that key. Not thread-safe. */
    public static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("proofs need HMAC-SHA256, which this Java lacks", e);
        }
    }
}
