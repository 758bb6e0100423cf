// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Locale;

/**
 * Text from outside, made safe to show: in a log line, a message, a reply. The only place where that is done. Whatever is no printable
 * ASCII is escaped, so that no character ends the line, moves the cursor of a terminal or looks like another one; the rest is cut.
 */
public final class Escaped {
    /** An address, and a little more. */
    private static final int LONGEST = 330;

    private Escaped() {}

    /** At most 330 characters of it. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** At most so many characters of it. */
    public static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            shown.append(c >= 0x20 && c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return text.length() > longest ? shown + "..." : shown.toString();
    }
}
