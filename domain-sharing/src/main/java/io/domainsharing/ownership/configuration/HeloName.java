// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.InetAddresses;
import io.domainsharing.smtpclient.SmtpClientConfiguration;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this server says EHLO with (RFC 5321 section 4.1.1.1): a fully-qualified name, or an address literal where it has no such
 * name. Many servers refuse any other.
 */
public final class HeloName {
    private static final Pattern LABELS = Pattern.compile("^[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)++\\.?");
    private static final Pattern LOCALHOST = Pattern.compile("(?i)localhost\\.localdomain\\.?");

    private static final String NOWHERE = "[127.0.0.1]";

    private HeloName() {}

    /** The configured name, else the host's. Reads the host name, so it may block for a moment. */
    public static String of(@Nullable String configured) {
        if (configured != null) {
            return configured;
        }
        try {
            InetAddress host = InetAddress.getLocalHost();
            return said(host.getCanonicalHostName(), host);
        } catch (UnknownHostException e) {
            return NOWHERE;
        }
    }

    /** The name of a host, or its address where the name is not fully qualified. */
    static String said(String name, InetAddress host) {
        return isFullyQualified(name) ? name : literal(host);
    }

    /** Whether it is a name of at least two labels, and not a number. */
    public static boolean isFullyQualified(String name) {
        return SmtpClientConfiguration.isHeloName(name)
                && !InetAddresses.isInetAddress(name)
                && LABELS.matcher(name).matches()
                && !LOCALHOST.matcher(name).matches();
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException it cannot stand behind EHLO
     */
    static String parse(String text) {
        if (!SmtpClientConfiguration.isHeloName(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a host name");
        }
        return text;
    }

    // RFC 5321 section 4.1.3.
    private static String literal(InetAddress host) {
        String address = InetAddresses.toAddrString(host);
        return host instanceof Inet6Address ? "[IPv6:" + address + "]" : "[" + address + "]";
    }
}
