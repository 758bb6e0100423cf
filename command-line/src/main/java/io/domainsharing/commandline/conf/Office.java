// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.PeerName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server as another one knows it.
 *
 * @param name its {@code <node>}
 * @param host a host name, or an IP address, an IPv6 address in brackets
 * @param smtpPort where it takes mail of other servers (TCP)
 * @param mingerPort where it is asked (UDP)
 */
public record Office(PeerName name, String host, int smtpPort, int mingerPort) {
    public static final int SMTP = 25;
    public static final int MINGER = 4069;

    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}\\]";
    private static final Pattern HOST_ALONE = Pattern.compile(HOST);
    private static final Pattern PLACE = Pattern.compile("(" + HOST + ")(?::(\\d{1,5})(?::(\\d{1,5}))?)?");

    public Office {
        boolean isAddress = host.startsWith("[");
        if (!HOST_ALONE.matcher(host).matches()
                || (isAddress && !InetAddresses.isInetAddress(host.substring(1, host.length() - 1)))) {
            throw new IllegalArgumentException("'" + host + "' is no host");
        }
        requirePort(smtpPort);
        requirePort(mingerPort);
    }

    /**
     * Reads {@code HOST[:SMTP[:MINGER]]}.
     *
     * @param smtpPort the port where none is given
     * @throws IllegalArgumentException it is none; the message says what one looks like
     */
    public static Office of(PeerName name, String place, int smtpPort) {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + place + "' is not HOST[:SMTP[:MINGER]], such as mx.paris.example.net or 192.0.2.7:25:4069");
        }
        return new Office(name, matcher.group(1), port(matcher.group(2), smtpPort), port(matcher.group(3), MINGER));
    }

    /**
     * Reads {@code NAME=HOST[:SMTP[:MINGER]]}.
     *
     * @throws IllegalArgumentException it is none; the message says what one looks like
     */
    public static Office parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not NAME=HOST[:SMTP[:MINGER]], such as tokyo=mx.tokyo.example.net");
        }
        return of(new PeerName(text.substring(0, equals)), text.substring(equals + 1), SMTP);
    }

    private static int port(@Nullable String text, int otherwise) {
        return text == null ? otherwise : Integer.parseInt(text);
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
    }

    /** As {@link #of} reads it. */
    public String place() {
        return host + ":" + smtpPort + (mingerPort == MINGER ? "" : ":" + mingerPort);
    }
}
