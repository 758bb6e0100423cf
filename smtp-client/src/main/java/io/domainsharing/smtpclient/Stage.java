// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/** How far a session has come, and so what a reply answers. In the order of a session. */
public enum Stage {
    /** TCP. */
    CONNECT,
    GREETING,
    /** EHLO, and HELO where EHLO is refused. */
    EHLO,
    /** STARTTLS and the handshake. */
    TLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** The message itself, answered behind its final dot. */
    CONTENT;

    /** The reply is to the recipient or to the message, and no more to the session or its sender. */
    public boolean isAboutRecipientOrMessage() {
        return compareTo(RCPT) >= 0;
    }

    /** Before any transaction. */
    public boolean isOpening() {
        return compareTo(MAIL) < 0;
    }
}
