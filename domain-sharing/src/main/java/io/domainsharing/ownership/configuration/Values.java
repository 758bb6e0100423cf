// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.network.InWords;
import io.domainsharing.network.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;
import org.apache.james.util.DurationParser;

/** How the texts of {@code domainsharing.xml} are read. Every method throws IllegalArgumentException saying what is wrong. */
final class Values {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9.])?");

    private static final Words<Boolean> BOOLEANS = Words.of(List.of(true, false), String::valueOf);

    private Values() {}

    static boolean bool(String text) {
        return BOOLEANS.parse(text);
    }

    /** A duration with its unit; "5" alone would be five of what? */
    static Duration duration(String text) {
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' has no unit");
        }
        try {
            return DurationParser.parse(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a duration", e);
        }
    }

    static Block.Parser<Duration> duration(Duration atLeast, Duration atMost) {
        return inRange(
                Values::duration,
                value -> value.compareTo(atLeast) >= 0 && value.compareTo(atMost) <= 0,
                atLeast,
                atMost);
    }

    static Block.Parser<Integer> integer(int atLeast, int atMost) {
        return inRange(Values::integer, value -> value >= atLeast && value <= atMost, atLeast, atMost);
    }

    static Block.Parser<Long> number(long atLeast, long atMost) {
        return inRange(Values::number, value -> value >= atLeast && value <= atMost, atLeast, atMost);
    }

    /** {@code host[:port]}; an IPv6 address with a port stands in brackets. */
    static Block.Parser<HostAndPort> hostAndPort(int defaultPort) {
        return text -> hostMaybePort(text).withDefaultPort(defaultPort);
    }

    /** The same without a default for the port. */
    static HostAndPort hostMaybePort(String text) {
        HostAndPort value;
        try {
            value = parsed(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not host[:port]", e);
        }
        if (!InetAddresses.isInetAddress(value.getHost())
                && !HOST.matcher(value.getHost()).matches()) {
            throw new IllegalArgumentException("'" + text + "' holds no host name or IP address");
        }
        if (value.hasPort() && value.getPort() == 0) {
            throw new IllegalArgumentException("'" + text + "' has port 0");
        }
        return value;
    }

    /** A host name, or an IP address. */
    static String host(String text) {
        if (!InetAddresses.isInetAddress(text) && !HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no host name or IP address");
        }
        return text;
    }

    private static HostAndPort parsed(String text) {
        HostAndPort value = HostAndPort.fromString(text);
        // Guava takes "host:" for a host without a port.
        if (text.endsWith(":") && !InetAddresses.isInetAddress(text)) {
            throw new IllegalArgumentException("no port after the colon");
        }
        return value;
    }

    static InetAddress address(String text) {
        if (!InetAddresses.isInetAddress(text)) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address");
        }
        return InetAddresses.forString(text);
    }

    /** A local IP address to listen on, with a port; port 0 lets the system choose. */
    static Block.Parser<InetSocketAddress> socketAddress(int defaultPort) {
        return text -> {
            HostAndPort value;
            try {
                value = parsed(text).withDefaultPort(defaultPort);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + text + "' is not address[:port]", e);
            }
            return new InetSocketAddress(address(value.getHost()), value.getPort());
        };
    }

    /** A James file-system URL. */
    static String fileUrl(String text) {
        if (!text.startsWith("file://")) {
            throw new IllegalArgumentException("'" + text + "' does not start with file://");
        }
        return text;
    }

    static Domain domain(String text) {
        return Domain.of(text);
    }

    /** The error never holds the secret. */
    static Secret secret(String text) {
        return new Secret(text);
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static <T> Block.Parser<T> inRange(
            Block.Parser<T> parser, Predicate<T> range, Object atLeast, Object atMost) {
        return text -> {
            T value = parser.parse(text);
            if (!range.test(value)) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not between " + shown(atLeast) + " and " + shown(atMost));
            }
            return value;
        };
    }

    private static String shown(Object limit) {
        return limit instanceof Duration duration ? InWords.duration(duration) : String.valueOf(limit);
    }
}
