// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

/**
 * Text from outside, made safe to show: in a log line, a message, a reply, JSON, a terminal. The only place where that is done. What is no
 * printable ASCII is escaped, so that no character ends the line, moves the cursor of a terminal or looks like another one; the rest
 * is cut. Takes time in proportion to the text. Stateless.
 */
public final class Escaped {
    /** An address, and a little more. */
    private static final int LONGEST = 330;

    private static final String HEX = "0123456789abcdef";
    private static final String UPPER_HEX = "0123456789ABCDEF";

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
            if (isPrintable(c)) {
                shown.append(c);
            } else {
                appendUnit(shown, c);
            }
        }
        return text.length() > longest ? shown + "..." : shown.toString();
    }

    /** All of these octets, each that is neither printable ASCII nor a tab as {@code \xE9}: their charset is not known. */
    public static String ofOctets(byte[] octets, int from, int to) {
        StringBuilder shown = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet == '\t' || isPrintable((char) octet)) {
                shown.append((char) octet);
            } else {
                shown.append("\\x").append(UPPER_HEX.charAt((octet >> 4) & 0xf)).append(UPPER_HEX.charAt(octet & 0xf));
            }
        }
        return shown.toString();
    }

    /**
     * One line, with one space for all that is no printable ASCII, and no more than that many characters: for what is quoted in a
     * reply or a report, where a code would be read as part of the text.
     */
    public static String oneLine(String text, int longest) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= longest + 1; i++) {
            char c = text.charAt(i);
            if (c > ' ' && isPrintable(c)) {
                line.append(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        String trimmed = line.toString().trim();
        return trimmed.length() > longest ? trimmed.substring(0, longest - 3) + "..." : trimmed;
    }

    /** The same JSON in ASCII. JSON has escaped the characters below the space; what is beyond stands in strings only. */
    public static String json(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                ascii.append(c);
            } else {
                appendUnit(ascii, c);
            }
        }
        return ascii.toString();
    }

    /**
     * All of it, with the letters of every language, for a terminal: what would move its cursor, colour it, ring it or turn the
     * direction of writing (control, format, unassigned and private characters, line and paragraph separators) becomes its code.
     */
    public static String forTerminal(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return shown.toString();
    }

    private static boolean isPrintable(char c) {
        return c >= 0x20 && c < 0x7f;
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

    private static void appendUnit(StringBuilder text, char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
