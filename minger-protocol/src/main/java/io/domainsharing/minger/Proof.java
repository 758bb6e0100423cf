// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Map;
import java.util.Optional;
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

    public Proof {
        if (!Nonce.isWellFormed(mac)) {
            throw new IllegalArgumentException("a MAC is 32 hexadecimal digits in lower case");
        }
    }

    /** The tags, each behind a space, as they end a datagram. */
    String tags() {
        return " " + VERSION_TAG + "=" + VERSION + " " + NONCE_TAG + "=" + nonce.text() + " " + MAC_TAG + "=" + mac;
    }

    /** Whether these tags are said to be a proof of the version that is known here. */
    static boolean isAnnouncedBy(Map<String, String> tags) {
        return VERSION.equals(tags.get(VERSION_TAG));
    }

    /** The proof in these tags; empty: they announce none, or it lacks a part or has one in another form. */
    static Optional<Proof> in(Map<String, String> tags) {
        return isAnnouncedBy(tags) ? of(tags.get(NONCE_TAG), tags.get(MAC_TAG)) : Optional.empty();
    }

    private static Optional<Proof> of(@Nullable String nonce, @Nullable String mac) {
        return nonce != null && mac != null && Nonce.isWellFormed(nonce) && Nonce.isWellFormed(mac)
                ? Optional.of(new Proof(new Nonce(nonce), mac))
                : Optional.empty();
    }
}
