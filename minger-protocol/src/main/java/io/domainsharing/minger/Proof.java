// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query or an answer carries to prove that whoever wrote it knows the secret: the tags {@code pv}, {@code pn} and {@code pm}
 * (docs/signed-minger.md). {@link ProofKeys} makes and checks it. Immutable.
 *
 * @param nonce chosen by the client for this query; the answer repeats it
 * @param mac the first 128 bits of an HMAC-SHA256, as 32 hexadecimal digits in lower case
 */
public record Proof(Nonce nonce, String mac) {
    static final String VERSION_TAG = "pv";
    static final String NONCE_TAG = "pn";
    static final String MAC_TAG = "pm";
    /** The only version that there is. */
    static final String VERSION = "1";

    private static final String NOTHING = "0".repeat(Nonce.LENGTH);
    private static final String UP_TO_NONCE = " " + VERSION_TAG + "=" + VERSION + " " + NONCE_TAG + "=";
    private static final String UP_TO_MAC = UP_TO_NONCE + NOTHING + " " + MAC_TAG + "=";
    private static final int NONCE_AT = UP_TO_NONCE.length();
    private static final int MAC_AT = UP_TO_MAC.length();
    private static final byte[] TAGS = (UP_TO_MAC + NOTHING).getBytes(StandardCharsets.US_ASCII);
    /** Octets of the tags with the spaces before them. */
    static final int TAGS_LENGTH = TAGS.length;

    public Proof {
        if (!Nonce.isWellFormed(mac)) {
            throw new IllegalArgumentException("a MAC is 32 hexadecimal digits in lower case");
        }
    }

    /** The tags, each behind a space, as they end a datagram. */
    byte[] tags() {
        byte[] tags = TAGS.clone();
        copy(nonce.text(), tags, NONCE_AT);
        copy(mac, tags, MAC_AT);
        return tags;
    }

    private static void copy(String digits, byte[] to, int at) {
        System.arraycopy(digits.getBytes(StandardCharsets.ISO_8859_1), 0, to, at, Nonce.LENGTH);
    }

    /** Whether these tags are said to be a proof of the version that is known here. */
    static boolean isAnnouncedBy(Map<String, String> tags) {
        return VERSION.equals(tags.get(VERSION_TAG));
    }

    /** The proof of these; null: it lacks a part, or has one in another form. */
    static @Nullable Proof of(@Nullable String nonce, @Nullable String mac) {
        return nonce != null && mac != null && Nonce.isWellFormed(nonce) && Nonce.isWellFormed(mac)
                ? new Proof(new Nonce(nonce), mac)
                : null;
    }
}
