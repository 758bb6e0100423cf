// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import io.domainsharing.network.Escaped;
import java.util.regex.Pattern;

/**
 * How a reply to RCPT or VRFY begins that an operator has read and knows the meaning of, such as {@code 550 5.4.1 Recipient
 * address rejected}. Immutable.
 *
 * @param text a 5yz code (RFC 5321 section 4.2.1) and what follows it: printable ASCII, one space between words
 */
public record ReplyBeginning(String text) {
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');
    private static final CharMatcher WHITE_SPACE = CharMatcher.anyOf(" \t\r\n");
    private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
    private static final Pattern FORM = Pattern.compile("5[0-9]{2}(?: \\S++)*+");
    private static final Pattern MORE_LINES = Pattern.compile("^(5[0-9]{2})-");
    private static final int LONGEST = 512;

    public ReplyBeginning {
        if (!PRINTABLE.matchesAllOf(text)) {
            throw new IllegalArgumentException("'" + Escaped.of(text, LONGEST)
                    + "' holds a character that is not printable ASCII; a beginning that ends before it will do");
        }
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + Ascii.truncate(text, LONGEST, "...") + "' does not begin with a 5yz code and a space");
        }
    }

    /**
     * Reads a beginning as an operator copies it from a log: white space may be folded, and a hyphen behind the code may say that
     * more lines follow.
     *
     * @throws IllegalArgumentException it holds no 5yz code in front, or a character beyond printable ASCII
     */
    public static ReplyBeginning parse(String text) {
        String folded = WHITE_SPACE.trimAndCollapseFrom(text, ' ');
        return new ReplyBeginning(MORE_LINES.matcher(folded).replaceFirst("$1 "));
    }

    /**
     * Whether a reply begins so: letter case and the width of white space do not count, and a number at the end of this text is
     * a whole one, so that 5.1.1 is not 5.1.10.
     *
     * @param code of the reply
     * @param lines its text, with or without the code in front of each line, joined by line feeds or by spaces
     */
    public boolean isOf(int code, String lines) {
        String reply = ReplyText.flattened(code, lines);
        String beginning = ReplyText.flattened(code(), text);
        return reply.startsWith(beginning) && !cutsNumber(reply, beginning.length());
    }

    private int code() {
        return Integer.parseInt(text.substring(0, 3));
    }

    private static boolean cutsNumber(String reply, int end) {
        return end < reply.length() && DIGIT.matches(reply.charAt(end - 1)) && DIGIT.matches(reply.charAt(end));
    }
}
