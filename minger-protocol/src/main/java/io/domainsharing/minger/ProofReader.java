// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gathers the tags of a proof, field by field, from a query or from what stands behind the digit of an answer. One thread. */
final class ProofReader {
    /** The tags of a proof and no more: what is longer is not looked at. */
    private static final int LONGEST = 256;

    private @Nullable String version;
    private @Nullable String nonce;
    private @Nullable String mac;
    private boolean isRepeated;

    /** The proof between these indices; null: none, or two, or one that is no proof. Whatever else stands there is ignored, as ever. */
    static @Nullable Proof behind(byte[] datagram, int from, int end) {
        if (end <= from || end - from > LONGEST) {
            return null;
        }
        ProofReader reader = new ProofReader();
        int start = from;
        while (start < end) {
            int fieldEnd = fieldEnd(datagram, start, end);
            boolean unused = reader.take(datagram, start, fieldEnd);
            start = fieldEnd + 1;
        }
        return reader.isRepeated || !reader.isAnnounced() ? null : reader.proof();
    }

    /** Where the field that begins there ends: at a space, or at the end. */
    static int fieldEnd(byte[] datagram, int from, int end) {
        int fieldEnd = from;
        while (fieldEnd < end && datagram[fieldEnd] != ' ') {
            fieldEnd++;
        }
        return fieldEnd;
    }

    /** Takes one field; false: it is no tag of a proof. */
    boolean take(byte[] datagram, int from, int end) {
        if (end - from < 3 || datagram[from] != 'p' || datagram[from + 2] != '=') {
            return false;
        }
        String value = new String(datagram, from + 3, end - from - 3, StandardCharsets.ISO_8859_1);
        switch (datagram[from + 1]) {
            case 'v' -> version = once(version, value);
            case 'n' -> nonce = once(nonce, value);
            case 'm' -> mac = once(mac, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private String once(@Nullable String before, String value) {
        isRepeated |= before != null;
        return value;
    }

    /** Whether a tag was there twice. */
    boolean isRepeated() {
        return isRepeated;
    }

    /** Whether the tags are said to be a proof of the version that is known here. */
    boolean isAnnounced() {
        return Proof.VERSION.equals(version);
    }

    /** What was gathered; null: it lacks a part, or has one in another form. */
    @Nullable
    Proof proof() {
        return Proof.of(nonce, mac);
    }
}
