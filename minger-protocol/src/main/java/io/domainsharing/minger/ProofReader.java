// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a proof behind the digit of an answer; whatever else stands there is ignored, as ever. */
final class ProofReader {
    /** The tags of a proof and no more: what is longer is not looked at. */
    private static final int LONGEST = 256;

    private ProofReader() {}

    /** The proof between these indices; null: none, or two, or one that is no proof. */
    static @Nullable Proof behind(byte[] datagram, int from, int end) {
        if (end <= from || end - from > LONGEST) {
            return null;
        }
        Map<String, String> tags = new HashMap<>();
        for (String field : new String(datagram, from, end - from, StandardCharsets.ISO_8859_1).split(" ", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && tags.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                return null;
            }
        }
        return Proof.in(tags).orElse(null);
    }
}
