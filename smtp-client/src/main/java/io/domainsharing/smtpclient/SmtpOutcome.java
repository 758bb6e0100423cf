// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.InetSocketAddress;
import java.util.Set;

/** What came of asking. */
public sealed interface SmtpOutcome {
    /**
     * The reply to the command that was asked, whatever it says. Never a reply to the connection, EHLO, STARTTLS or MAIL.
     *
     * @param from the address that replied
     * @param keywords what the server announced by EHLO, in upper case, without parameters
     */
    record Answered(SmtpReply reply, InetSocketAddress from, Set<String> keywords) implements SmtpOutcome {
        public Answered {
            keywords = Set.copyOf(keywords);
        }
    }

    /** The exchange has no reply. {@code detail} is for people: one line of printable ASCII. */
    record NoAnswer(Reason reason, String detail) implements SmtpOutcome {}

    /** Why there is none. */
    enum Reason {
        /** A step or the whole exchange took too long. */
        TIMEOUT,
        /** No connection to any address of the host, or it was closed without a word. */
        UNREACHABLE,
        /** The host name has no address, or DNS does not tell. */
        UNRESOLVABLE,
        /**
         * The server is there, and would not be asked: it refused the connection by a reply, EHLO, or MAIL; said 421; does not
         * offer the TLS that is required, or TLS with it failed; or spoke something else than SMTP.
         */
        REFUSED,
        /** Too many exchanges in flight here: the server was not asked, or so late that it had less than one step for it. */
        OVERLOADED,
        /** The client is closed, or was while the exchange was in flight. */
        CLOSED
    }
}
