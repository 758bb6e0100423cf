// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/** What the bytes so far come to. */
sealed interface ReplyReading {
    /** Half a reply, or nothing. */
    record Incomplete() implements ReplyReading {}

    record Complete(SmtpReply reply) implements ReplyReading {}

    /** Not a reply, and nothing after it can be trusted to be one. {@code why} is safe to log. */
    record Unreadable(String why) implements ReplyReading {}
}
