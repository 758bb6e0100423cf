// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;

/**
 * What an SMTP server said. Its text is on one line, printable and short enough for a log or a delivery status notification.
 */
record Reply(int code, String text) {
    private static final int LONGEST = 500;
    private static final int STORAGE_EXCEEDED = 552;

    Reply {
        text = oneLine(text);
    }

    /** A 5xx but for 552, which a client treats as temporary (RFC 5321 section 4.5.3.1.10). */
    boolean isFinal() {
        return code >= 500 && code <= 599 && code != STORAGE_EXCEEDED;
    }

    static String oneLine(String text) {
        String printable = CharMatcher.inRange(' ', '~').negate().replaceFrom(text, ' ');
        return Ascii.truncate(CharMatcher.is(' ').trimAndCollapseFrom(printable, ' '), LONGEST, "...");
    }
}
