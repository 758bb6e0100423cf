// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Set;

/** Reads whether a server says that there is such a mailbox, which takes no mail now (RFC 3463 section 3.3). */
public final class FullMailbox {
    /** Disabled, full. Not x.2.0, which greylisting says. */
    private static final Set<String> TAKES_NOTHING_NOW = Set.of("4.2.1", "4.2.2", "5.2.1", "5.2.2");

    private FullMailbox() {}

    /**
     * Whether that is what a reply to RCPT or VRFY says: by its status, or, where it is permanent, in words.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     */
    public static boolean isSaidBy(int code, String text) {
        Set<String> statuses = EnhancedStatus.allIn(text);
        if (code >= 400 && !statuses.isEmpty() && TAKES_NOTHING_NOW.containsAll(statuses)) {
            return true;
        }
        if (code < 500 || !UnknownMailbox.maySay(statuses)) {
            return false;
        }
        MailboxWords words = new MailboxWords(code, text);
        return words.sayFull() && !words.areAboutOtherThings();
    }
}
