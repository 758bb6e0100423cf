// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.Set;

/**
 * Reads whether a server that answered RCPT says that there is no such mailbox, or refuses for another reason, policy mostly
 * (RFC 5321 section 4.2.2, RFC 3463 section 3.2). For answers to RCPT and VRFY only: what is said to a connection, to MAIL or
 * to DATA is never about a mailbox.
 */
public final class UnknownMailbox {
    private static final int MAILBOX_UNAVAILABLE = 550;
    /** Other address status, bad destination mailbox address, recipient address has null MX (RFC 7505). */
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.0", "5.1.1", "5.1.10");

    /** And for VRFY: ambiguous, moved (RFC 5321 section 3.5.1 and 3.5.3). */
    private static final Set<String> NOT_VERIFIED = Set.of("5.1.0", "5.1.1", "5.1.4", "5.1.6", "5.1.10");

    private static final Set<Integer> VRFY_SAYS_NO = Set.of(550, 551, 553);

    private UnknownMailbox() {}

    /**
     * Whether that is what a reply says: 5xx with one of three statuses and no other, or 550 with no status at all.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     */
    public static boolean isSaidBy(int code, String text) {
        Set<String> statuses = EnhancedStatus.allIn(text);
        return statuses.isEmpty()
                ? code == MAILBOX_UNAVAILABLE
                : isPermanent(code) && NO_SUCH_MAILBOX.containsAll(statuses);
    }

    /**
     * Whether a reply says so in these words or in those that all servers have.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     * @param wordings the server's own, which win over what any reply means otherwise
     */
    public static boolean isSaidBy(int code, String text, List<ReplyBeginning> wordings) {
        return wordings.stream().anyMatch(own -> own.isOf(code, text)) || isSaidBy(code, text);
    }

    /**
     * Whether a reply to VRFY says so: 550, 551 or 553, with a status that speaks of the address or with none.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     */
    public static boolean isSaidToVrfy(int code, String text) {
        return VRFY_SAYS_NO.contains(code) && NOT_VERIFIED.containsAll(EnhancedStatus.allIn(text));
    }

    private static boolean isPermanent(int code) {
        return code >= 500 && code <= 599;
    }
}
