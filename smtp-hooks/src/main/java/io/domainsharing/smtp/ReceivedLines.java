// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Counts the {@code Received} fields of a header as James's own hop limit finds them later, and where in doubt more: lines end as
 * for JavaMail, with a bare CR too, and the name may have any case. The whole header counts, however long it is; the time is
 * linear in its length, and nothing of it is kept.
 */
final class ReceivedLines {
    private static final String NAME = "received";
    private static final int END = -1;

    private ReceivedLines() {}

    /** Whether there are that many. */
    static boolean areAtLeast(int limit, InputStream octets) throws IOException {
        InputStream in = new BufferedInputStream(octets);
        int count = 0;
        int next = in.read();
        while (count < limit && next != END && next != '\r' && next != '\n') {
            int matched = 0;
            while (matched < NAME.length() && lower(next) == NAME.charAt(matched)) {
                matched++;
                next = in.read();
            }
            while (matched == NAME.length() && (next == ' ' || next == '\t')) {
                next = in.read();
            }
            if (matched == NAME.length() && next == ':') {
                count++;
            }
            next = afterLine(in, next);
        }
        return count >= limit;
    }

    /** Reads to the end of the line; gives the first octet of the next one. CR CR LF is one end, as for JavaMail. */
    private static int afterLine(InputStream in, int first) throws IOException {
        int next = first;
        while (next != END && next != '\r' && next != '\n') {
            next = in.read();
        }
        if (next == '\r') {
            next = in.read();
            if (next == '\r') {
                in.mark(1);
                if (in.read() == '\n') {
                    return in.read();
                }
                in.reset();
                return next;
            }
            return next == '\n' ? in.read() : next;
        }
        return next == '\n' ? in.read() : END;
    }

    private static char lower(int octet) {
        return octet == END
                ? 0
                : Character.toString(octet).toLowerCase(Locale.ROOT).charAt(0);
    }
}
