// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads whether a server that answered RCPT or VRFY says that there is no such mailbox, or refuses for another reason, policy mostly
 * (RFC 5321 section 4.2.2, RFC 3463 section 3.2; docs/adr/0013). For answers to RCPT and VRFY only: what is said to a
 * connection, to MAIL or to DATA is never about a mailbox. A look-up and a hand-over read the same reply alike.
 */
public final class UnknownMailbox {
    private static final int MAILBOX_UNAVAILABLE = 550;
    private static final int USER_NOT_LOCAL = 551;
    private static final int STORAGE_EXCEEDED = 552;
    private static final int MAILBOX_NAME_NOT_ALLOWED = 553;

    /**
     * Other address status, bad destination mailbox address, mailbox has moved, recipient address has null MX (RFC 7505), which
     * Microsoft 365 says of a recipient that it does not find.
     */
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.0", "5.1.1", "5.1.6", "5.1.10");

    /** To VRFY an ambiguous name is none (RFC 5321 section 3.5.1). */
    private static final Set<String> NOT_VERIFIED = Set.of("5.1.0", "5.1.1", "5.1.4", "5.1.6", "5.1.10");

    /**
     * What servers say with any words. 5.1.2: Stalwart; 5.0.0 and 5.3.0: sendmail's own rules; 5.4.1: Microsoft 365; 5.5.0: Outlook.com.
     * Not 5.2.x, which says that there is a mailbox, and not 5.7.x, which is policy.
     */
    private static final Set<String> FITS_ANYTHING =
            Set.of("5.0.0", "5.1.2", "5.1.3", "5.1.4", "5.3.0", "5.4.0", "5.4.1", "5.4.4", "5.5.0", "5.5.1");

    /** Microsoft 365, Directory-Based Edge Blocking: words that from any other server are policy. */
    private static final Pattern EDGE_BLOCKING =
            Pattern.compile("^550 5\\.4\\.1 (?:\\[[^\\]]*]: |<[^>]*>: )?recipient address rejected: access denied\\b");

    private UnknownMailbox() {}

    /** As {@link #isSaidBy(int, String, List)}, by a server that has no words of its own. */
    public static boolean isSaidBy(int code, String text) {
        return isSaidBy(code, text, List.of());
    }

    /**
     * Whether that is what a reply to RCPT says.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     * @param wordings the server's own, which win over what any reply means otherwise
     */
    public static boolean isSaidBy(int code, String text, List<ReplyBeginning> wordings) {
        return isOwn(code, text, wordings) || isNo(code, text, NO_SUCH_MAILBOX, false);
    }

    /**
     * Whether a reply to VRFY says so: VRFY asks for nothing else, so that 553 is about the name too.
     *
     * @param text as for {@link EnhancedStatus#allIn}
     * @param wordings as for {@link #isSaidBy(int, String, List)}
     */
    public static boolean isSaidToVrfy(int code, String text, List<ReplyBeginning> wordings) {
        return isOwn(code, text, wordings) || isNo(code, text, NOT_VERIFIED, true);
    }

    /** Whether these statuses leave it to the words. */
    static boolean maySay(Set<String> statuses) {
        return statuses.stream().allMatch(status -> NO_SUCH_MAILBOX.contains(status) || FITS_ANYTHING.contains(status));
    }

    private static boolean isOwn(int code, String text, List<ReplyBeginning> wordings) {
        return wordings.stream().anyMatch(own -> own.isOf(code, text));
    }

    private static boolean isNo(int code, String text, Set<String> noSuchMailbox, boolean toVrfy) {
        Set<String> statuses = EnhancedStatus.allIn(text);
        if (code < 500 || code > 599 || !maySay(statuses)) {
            return false;
        }
        MailboxWords words = new MailboxWords(code, text);
        if (words.areAboutOtherThings() || words.sayFull()) {
            return false;
        }
        if (!statuses.isEmpty() && code != STORAGE_EXCEEDED && noSuchMailbox.containsAll(statuses)) {
            return true;
        }
        if (isAboutAddresses(code) && words.sayNoSuchMailbox()) {
            return true;
        }
        if (EDGE_BLOCKING.matcher(ReplyText.flattened(code, text)).find()) {
            return true;
        }
        return statuses.isEmpty() && isNoByItself(code, toVrfy) && !words.refuse();
    }

    /** Not 50z, which are about the command, nor 53z, about authentication, nor 555, about parameters. */
    private static boolean isAboutAddresses(int code) {
        return code / 10 != 50 && code / 10 != 53 && code != 555;
    }

    private static boolean isNoByItself(int code, boolean toVrfy) {
        return code == MAILBOX_UNAVAILABLE || code == USER_NOT_LOCAL || (toVrfy && code == MAILBOX_NAME_NOT_ALLOWED);
    }
}
