// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.Escaped;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param detail for people: one line of printable ASCII
 * @param reply what the server said to end it; null: it said nothing of the kind
 * @param isPortClosed the host takes no connection there, and says so
 */
record ConnectionEnd(Reason reason, String detail, @Nullable SmtpReply reply, boolean isPortClosed) {
    /** We end it, or the server is silent. */
    static ConnectionEnd of(Reason reason, String detail) {
        return new ConnectionEnd(reason, detail, null, false);
    }

    static ConnectionEnd ofTls(SmtpServer server, Throwable cause) {
        return of(Reason.REFUSED, "TLS with " + server + " failed: " + Escaped.of(String.valueOf(cause.getMessage())));
    }

    /** @param connected whether there has been a connection: then it is lost, whatever the cause is called */
    static ConnectionEnd unreachable(SmtpServer server, Throwable cause, boolean connected) {
        String detail = server + " cannot be reached: " + (connected ? said(cause) : why(cause));
        boolean isPortClosed = cause instanceof ConnectException || cause instanceof NoRouteToHostException;
        return new ConnectionEnd(Reason.UNREACHABLE, detail, null, isPortClosed && !connected);
    }

    // Netty repeats the address behind the words of the operating system.
    private static String why(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "it does not answer";
        } else if (cause instanceof NoRouteToHostException) {
            return "there is no way to it";
        }
        return cause instanceof ConnectException ? "nobody listens on that port" : said(cause);
    }

    private static String said(Throwable cause) {
        return Escaped.of(String.valueOf(cause.getMessage()));
    }

    NoAnswer noAnswer() {
        return new NoAnswer(reason, detail);
    }
}
