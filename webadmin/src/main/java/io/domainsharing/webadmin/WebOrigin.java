// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.net.HostAndPort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page comes from, as a browser writes it into {@code Origin} (RFC 6454, section 7).
 *
 * @param authority in lower case, with its port
 */
record WebOrigin(HostAndPort authority, int defaultPort) {
    private static final Pattern SYNTAX = Pattern.compile("(https?)://([^/@?#]+)", Pattern.CASE_INSENSITIVE);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Empty where the text names no place: {@code null}, {@code *}, {@code none}, another scheme. */
    static Optional<WebOrigin> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = parts.group(1).equalsIgnoreCase("https") ? HTTPS : HTTP;
        try {
            HostAndPort authority = HostAndPort.fromString(parts.group(2).toLowerCase(Locale.ROOT));
            return Optional.of(new WebOrigin(authority.withDefaultPort(port), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether that host is this one. The scheme does not count: behind a proxy that ends TLS, James sees another one than the
     * browser.
     *
     * @param host in lower case; without a port: that of the scheme
     */
    boolean isAt(HostAndPort host) {
        return authority.equals(host.withDefaultPort(defaultPort));
    }
}
