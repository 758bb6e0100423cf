// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What makes one query another than all others, so that no answer to an earlier one proves anything (docs/signed-minger.md). Immutable.
 *
 * @param text 128 bits as 32 hexadecimal digits in lower case
 */
public record Nonce(String text) {
    static final int LENGTH = 32;

    private static final int OCTETS = 16;

    public Nonce {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("a nonce is 32 hexadecimal digits in lower case");
        }
    }

    /** One that nobody can guess. */
    public static Nonce fresh(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new Nonce(HexFormat.of().formatHex(octets));
    }

    /** Whether the text has the form of a nonce, which is also that of a proof's MAC. */
    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    byte[] octets() {
        return HexFormat.of().parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
