// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import io.domainsharing.ownership.RefusedClient;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.Stage;

/**
 * Whether a reply is the last word on a mail, or the mail waits (docs/adr/0023). A 4yz is none (RFC 5321 section 4.2.1), and a 5yz
 * only as far as it speaks of this mail: what a host refuses to every session of ours is for an operator to mend.
 */
final class ReplyMeaning {
    private static final int STORAGE_EXCEEDED = 552;
    private static final int NAME_NOT_ALLOWED = 553;

    private ReplyMeaning() {}

    /**
     * Whether the mail goes back to its sender.
     *
     * @param fromPeer a server of ours said it: by MAIL it may refuse one sender or size, by RCPT one recipient, not all our mail
     */
    static boolean isFinal(Stage stage, SmtpReply reply, boolean fromPeer) {
        if (reply.code() < 500) {
            return false;
        }
        return switch (stage) {
            case CONNECT, GREETING, EHLO, TLS, AUTH -> false;
            case MAIL -> !fromPeer || isAboutThisMail(reply);
                // Too many recipients (RFC 5321 section 4.5.3.1.10), or one mailbox that is full.
            case RCPT -> reply.code() != STORAGE_EXCEEDED && !(fromPeer && isAboutTheClient(reply));
            case DATA, CONTENT -> true;
        };
    }

    /** Whether a server refuses what it would refuse to any mail of ours. */
    static boolean isPolicyAgainstUs(Stage stage, SmtpReply reply) {
        boolean isAboutTheSession =
                stage.compareTo(Stage.MAIL) <= 0 || (stage == Stage.RCPT && isAboutTheClient(reply));
        return reply.code() >= 500 && isAboutTheSession && !isFinal(stage, reply, true);
    }

    private static boolean isAboutTheClient(SmtpReply reply) {
        return RefusedClient.isSaidBy(reply.code(), text(reply));
    }

    private static boolean isAboutThisMail(SmtpReply reply) {
        return reply.code() == STORAGE_EXCEEDED
                || reply.code() == NAME_NOT_ALLOWED
                || RefusedClient.isAboutThisMail(text(reply));
    }

    private static String text(SmtpReply reply) {
        return String.join("\n", reply.lines());
    }
}
