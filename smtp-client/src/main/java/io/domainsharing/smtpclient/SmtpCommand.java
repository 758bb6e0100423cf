// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.Escaped;

/**
 * One command whose reply is wanted. What it carries is checked when it is made: no text can end the command and begin
 * another one.
 */
public sealed interface SmtpCommand {
    /**
     * Whether a mailbox is known (RFC 5321 section 3.5).
     *
     * @param address {@linkplain #isUsable usable}, else an IllegalArgumentException
     */
    record Vrfy(String address) implements SmtpCommand {
        public Vrfy {
            requireUsable(address);
        }
    }

    /**
     * Whether a mailbox takes mail: RCPT in a transaction from the null sender that is reset before DATA (RFC 5321 section
     * 4.1.1.3).
     *
     * @param address {@linkplain #isUsable usable}, else an IllegalArgumentException
     */
    record Rcpt(String address) implements SmtpCommand {
        public Rcpt {
            requireUsable(address);
        }
    }

    /**
     * A request to send what is held for a node (RFC 1985).
     *
     * @param node a domain, with an option character before it where one is meant: {@code example.com}, {@code
     *     @example.com}, {@code #queue}; 1 to 255 characters of visible ASCII, else an IllegalArgumentException
     */
    record Etrn(String node) implements SmtpCommand {
        private static final int LONGEST = 255;

        public Etrn {
            if (node.isEmpty() || node.length() > LONGEST || !node.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                throw new IllegalArgumentException("not a node that ETRN can name: '" + Escaped.of(node) + "'");
            }
        }
    }

    /**
     * None: only what the server announces now, which {@link ExtensionsListener} hears. It gets a connection of its own, unless there are
     * as many as may be; the reply is 250 once the session is open.
     */
    record Hello() implements SmtpCommand {}

    /** Whether an address can be put into a command without extensions (see {@link AddressSyntax}). */
    static boolean isUsable(String address) {
        return AddressSyntax.of(address).isAscii();
    }

    private static void requireUsable(String address) {
        if (!isUsable(address)) {
            throw new IllegalArgumentException(
                    "not an address that an SMTP command can carry: '" + Escaped.of(address) + "'");
        }
    }
}
