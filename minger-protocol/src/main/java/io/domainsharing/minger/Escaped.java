// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Locale;

/** Text from outside, made safe to show in a message or a log line: control and non-ASCII characters escaped, cut. */
public final class Escaped {
    private static final int LONGEST = 330;

    private Escaped() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            shown.append(c >= 0x20 && c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return text.length() > LONGEST ? shown + "..." : shown.toString();
    }
}
