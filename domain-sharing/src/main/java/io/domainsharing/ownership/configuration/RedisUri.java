// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is, and as whom it is used. Its text form shows neither user nor password.
 *
 * @param tls {@code rediss}
 * @param user empty: the default one
 * @param password null: none is asked for
 * @param database from 0
 */
public record RedisUri(boolean tls, HostAndPort host, String user, @Nullable String password, int database) {
    private static final int DEFAULT_PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

    /**
     * Reads {@code redis[s]://[[user]:password@]host[:port][/database]}.
     *
     * @throws IllegalArgumentException it is none; the message quotes nothing of it, for it may hold a password
     */
    public static RedisUri parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "is no URI: write special characters of the password by their numbers, as in URLs", e);
        }
        boolean isTls = "rediss".equals(uri.getScheme());
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (!isTls && !"redis".equals(uri.getScheme())) {
            throw new IllegalArgumentException("begins neither with redis:// nor with rediss://");
        }
        if (uri.getHost() == null
                || !DATABASE.matcher(path).matches()
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException("has more than a host, a port and a number of a database, or less");
        }
        String account = uri.getUserInfo();
        int colon = account == null ? -1 : account.indexOf(':');
        if (account != null && colon < 0) {
            throw new IllegalArgumentException(
                    "has an account without a password: write user:password@, or :password@");
        }
        return new RedisUri(
                isTls,
                HostAndPort.fromParts(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()),
                account == null ? "" : account.substring(0, colon),
                account == null ? null : account.substring(colon + 1),
                path.length() < 2 ? 0 : Integer.parseInt(path.substring(1)));
    }

    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + host + (database == 0 ? "" : "/" + database);
    }
}
