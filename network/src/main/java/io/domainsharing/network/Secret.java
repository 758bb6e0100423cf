// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

/**
 * A secret shared between two servers: 1 to 50 visible ASCII characters (draft-hathcock-minger-06, section 2.1). Its text
 * form never shows it.
 */
public record Secret(String value) {
    private static final int MAXIMUM_LENGTH = 50;
    private static final int RECOMMENDED_LENGTH = 16;

    public Secret {
        if (value.isEmpty() || value.length() > MAXIMUM_LENGTH || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a secret is 1 to 50 visible ASCII characters, without spaces; this one is not");
        }
    }

    /** Shorter than the 16 characters that vendors ask for: worth a warning. */
    public boolean isWeak() {
        return value.length() < RECOMMENDED_LENGTH;
    }

    @Override
    public String toString() {
        return "***";
    }
}
