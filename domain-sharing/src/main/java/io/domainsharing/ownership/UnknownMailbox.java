// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads whether a server that answered RCPT says that there is no such mailbox, or refuses for another reason, policy mostly
 * (RFC 5321 section 4.2.2, RFC 3463 section 3.2). For answers to RCPT only: what is said to a connection, to MAIL or to DATA is
 * never about a mailbox.
 */
public final class UnknownMailbox {
    private static final int MAILBOX_UNAVAILABLE = 550;
    private static final Pattern STATUS = Pattern.compile("(?:\\d{3}[ -])?\\s*#?([245]\\.\\d{1,3}\\.\\d{1,3})\\b.*");
    /** Other address status, bad destination mailbox address, recipient address has null MX (RFC 7505). */
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.0", "5.1.1", "5.1.10");

    private UnknownMailbox() {}

    /**
     * Whether that is what a reply says: 5xx with one of three statuses, or 550 with no status at all.
     *
     * @param text with or without the code in front, on one line
     */
    public static boolean isSaidBy(int code, String text) {
        Matcher status = STATUS.matcher(text);
        return status.matches()
                ? code >= 500 && code <= 599 && NO_SUCH_MAILBOX.contains(status.group(1))
                : code == MAILBOX_UNAVAILABLE;
    }
}
