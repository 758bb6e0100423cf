// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import org.jspecify.annotations.Nullable;

/**
 * A server to ask, or to hand mail to.
 *
 * @param host host name or IP literal; a name is resolved again for each new connection, as far as its TTL is over
 * @param port TCP port
 * @param requiredTls what its certificate must be like, where no exchange to it may go in clear; null: as the client asks all
 */
public record SmtpServer(String host, int port, @Nullable Certificates requiredTls) {
    public static final int DEFAULT_PORT = 25;

    public SmtpServer {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an SMTP server needs a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** One that is asked as the client asks all. */
    public SmtpServer(String host, int port) {
        this(host, port, null);
    }

    /** The host without the brackets that an IPv6 literal may have. */
    String bareHost() {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@code host:port}, an IPv6 literal in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
