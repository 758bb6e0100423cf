// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import io.domainsharing.network.Escaped;
import io.domainsharing.smtpclient.SmtpReply;

/**
 * What an SMTP server said, or what we say in its place. Its text is on one line, printable and short enough for a log or a
 * delivery status notification.
 */
public record Reply(int code, String text) {
    private static final int LONGEST = 500;

    public Reply {
        text = oneLine(text);
    }

    /** With its code in front, as it came. */
    static Reply of(SmtpReply said) {
        return new Reply(said.code(), said.code() + " " + String.join(" ", said.lines()));
    }

    /** Without a code in front: its status says enough. */
    static Reply ofOurs(SmtpReply word) {
        return new Reply(word.code(), String.join(" ", word.lines()));
    }

    public static String oneLine(String text) {
        return Escaped.oneLine(text, LONGEST);
    }
}
