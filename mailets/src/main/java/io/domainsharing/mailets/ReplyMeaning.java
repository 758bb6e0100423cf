// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.EnhancedStatus;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.Stage;
import java.util.Set;

/**
 * Whether a reply is the last word on a mail, or the mail waits (docs/adr/0023). A 4yz is none (RFC 5321 section 4.2.1), and a 5yz
 * only as far as it speaks of this mail: what a host refuses to every session of ours is for an operator to mend.
 */
final class ReplyMeaning {
    private static final int STORAGE_EXCEEDED = 552;
    private static final int NAME_NOT_ALLOWED = 553;
    /** The sender's address, and the size (RFC 3463, RFC 6531). */
    private static final Set<String> ABOUT_THIS_MAIL = Set.of("5.1.7", "5.1.8", "5.6.7", "5.3.4");

    private ReplyMeaning() {}

    /**
     * Whether the mail goes back to its sender.
     *
     * @param fromPeer a server of ours said it: by MAIL it may refuse one sender or size, not all our mail
     */
    static boolean isFinal(Stage stage, SmtpReply reply, boolean fromPeer) {
        if (reply.code() < 500) {
            return false;
        }
        return switch (stage) {
            case CONNECT, GREETING, EHLO, TLS, AUTH -> false;
            case MAIL -> !fromPeer || isAboutThisMail(reply);
                // Too many recipients (RFC 5321 section 4.5.3.1.10), or one mailbox that is full.
            case RCPT -> reply.code() != STORAGE_EXCEEDED;
            case DATA, CONTENT -> true;
        };
    }

    /** Whether a server refuses what it would refuse to any mail of ours. */
    static boolean isPolicyAgainstUs(Stage stage, SmtpReply reply) {
        return reply.code() >= 500 && stage.compareTo(Stage.MAIL) <= 0 && !isFinal(stage, reply, true);
    }

    private static boolean isAboutThisMail(SmtpReply reply) {
        Set<String> statuses = EnhancedStatus.allIn(String.join("\n", reply.lines()));
        return reply.code() == STORAGE_EXCEEDED
                || reply.code() == NAME_NOT_ALLOWED
                || statuses.stream().anyMatch(ABOUT_THIS_MAIL::contains);
    }
}
