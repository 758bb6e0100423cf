// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of an SMTP reply as one. */
final class ReplyText {
    private static final CharMatcher WHITE_SPACE = CharMatcher.anyOf(" \t\r\n");
    private static final Pattern STATUS = Pattern.compile("^#?[245]\\.\\d{1,3}\\.\\d{1,3}(?: |$)");
    /** Of any line: one that is not this reply's stays as it is. */
    private static final Pattern NEXT_CODE = Pattern.compile(" (?=\\d{3}[ -])");

    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]+");
    private static final int CODE_LENGTH = 3;

    private ReplyText() {}

    /**
     * The code once, then the words of all lines with one space between them, in lower case: a server repeats the code in each line,
     * and mostly the status as well (RFC 2034 section 4).
     *
     * @param lines with or without the code in front of each, joined by line feeds or by spaces
     */
    static String flattened(int code, String lines) {
        StringBuilder reply = new StringBuilder().append(code);
        String status = "";
        List<String> separate = LINE_BREAK
                .splitAsStream(lines)
                .map(line -> WHITE_SPACE.trimAndCollapseFrom(line, ' '))
                .flatMap(NEXT_CODE::splitAsStream)
                .toList();
        for (String line : separate) {
            String words = withoutCode(code, line);
            if (reply.length() == CODE_LENGTH) {
                status = statusOf(words);
            } else if (words.startsWith(status)) {
                words = words.substring(status.length());
            }
            if (!words.isEmpty()) {
                reply.append(' ').append(words);
            }
        }
        return Ascii.toLowerCase(reply.toString());
    }

    private static String withoutCode(int code, String line) {
        String digits = Integer.toString(code);
        if (line.equals(digits) || line.startsWith(digits + ' ') || line.startsWith(digits + '-')) {
            return WHITE_SPACE.trimFrom(line.substring(Math.min(line.length(), CODE_LENGTH + 1)));
        }
        return line;
    }

    private static String statusOf(String words) {
        Matcher status = STATUS.matcher(words);
        return status.find() ? status.group() : "";
    }
}
