// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.network.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A server to ask.
 *
 * @param host host name or IP literal; a name is resolved again after its TTL
 * @param port UDP port
 * @param secret shared with that server; null asks anonymously
 */
public record MingerServer(String host, int port, @Nullable Secret secret) {
    /** The port that IANA registered (draft-hathcock-minger-06, section 5). */
    public static final int DEFAULT_PORT = 4069;

    public MingerServer {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a Minger server needs a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** {@code host:port}, an IPv6 literal in brackets; never the secret. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
