// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/** What came of one recipient at one server. What follows from it is the caller's to say. */
public sealed interface RecipientResult {
    /** The server has taken the message for this recipient. */
    record Delivered(SmtpReply reply) implements RecipientResult {}

    /**
     * The server has not taken it, and has said so.
     *
     * @param stage what the reply answers: only with RCPT it is to this recipient alone
     */
    record NotTaken(Stage stage, SmtpReply reply) implements RecipientResult {}

    /**
     * Nothing was said about it. At {@link Stage#CONTENT} the server has the whole message, and may have delivered it.
     *
     * @param detail for people: one line of printable ASCII
     */
    record Unanswered(Stage stage, String detail) implements RecipientResult {}

    /**
     * The server cannot take it, by what it has announced: it was not asked.
     *
     * @param word what a server would have said
     */
    record NotSendable(SmtpReply word) implements RecipientResult {}
}
