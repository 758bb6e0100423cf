// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.util.Locale;

/**
 * Text from elsewhere, made safe for a terminal: what would move its cursor, colour it, ring it or turn the direction of writing
 * (control, format, unassigned and private characters, line and paragraph separators) is written as its code.
 */
final class Shown {
    private Shown() {}

    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        shown.append(isHarmless(c) ? Character.toString(c) : String.format(Locale.ROOT, "\\u{%x}", c)));
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
