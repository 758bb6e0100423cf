// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.HostResolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks.
 *
 * @param step the longest that one step takes: to connect, the greeting, each reply as a whole, the TLS handshake
 * @param budget the longest that an exchange takes in all, waiting for a connection and resolving the host name included
 * @param bind source address; null or the wildcard leaves it to the routing table
 * @param heloName what EHLO and HELO say: a host name or an address literal
 * @param connections to one server at once
 * @param exchanges on one connection, then it is ended
 * @param idle how long a connection is kept that nobody uses
 * @param maximumInFlight exchanges at once, all servers together
 * @param resolver used, not closed
 * @param heard hears what servers announce
 */
public record SmtpClientConfiguration(
        Duration step,
        Duration budget,
        @Nullable InetAddress bind,
        String heloName,
        StartTls startTls,
        int connections,
        int exchanges,
        Duration idle,
        int maximumInFlight,
        HostResolver resolver,
        ExtensionsListener heard) {
    private static final Pattern HELO_NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
    public static final Duration DEFAULT_STEP = Duration.ofSeconds(3);
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(5);
    /** Servers bound what one client may hold: Postfix at 50. */
    public static final int DEFAULT_CONNECTIONS = 10;

    public static final int DEFAULT_QUESTIONS = 50;
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);
    public static final int DEFAULT_MAXIMUM_IN_FLIGHT = 4096;

    public SmtpClientConfiguration {
        requirePositive(step, "step");
        requirePositive(budget, "budget");
        requirePositive(idle, "idle");
        requirePositive(connections, "connections");
        requirePositive(exchanges, "exchanges");
        requirePositive(maximumInFlight, "maximumInFlight");
        if (!isHeloName(heloName)) {
            throw new IllegalArgumentException("not a name to say EHLO with");
        }
    }

    /** Three seconds for a step, five in all, TLS when offered. */
    public static SmtpClientConfiguration of(HostResolver resolver, String heloName) {
        return new SmtpClientConfiguration(
                DEFAULT_STEP,
                DEFAULT_BUDGET,
                null,
                heloName,
                StartTls.WHEN_OFFERED,
                DEFAULT_CONNECTIONS,
                DEFAULT_QUESTIONS,
                DEFAULT_IDLE,
                DEFAULT_MAXIMUM_IN_FLIGHT,
                resolver,
                ExtensionsListener.NONE);
    }

    /** Whether EHLO can carry it: 1 to 255 letters, digits and {@code . - _ : [ ]}. */
    public static boolean isHeloName(String text) {
        return HELO_NAME.matcher(text).matches();
    }

    public SmtpClientConfiguration withTimes(Duration step, Duration budget, Duration idle) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    public SmtpClientConfiguration withBind(@Nullable InetAddress bind) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    public SmtpClientConfiguration withStartTls(StartTls startTls) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    /** So many at once to one server, and so many exchanges on each; with 1 none is used twice. */
    public SmtpClientConfiguration withConnections(int connections, int exchanges) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    public SmtpClientConfiguration withMaximumInFlight(int maximumInFlight) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    /** What servers announce is told there as well. */
    public SmtpClientConfiguration withHeard(ExtensionsListener heard) {
        return new SmtpClientConfiguration(
                step, budget, bind, heloName, startTls, connections, exchanges, idle, maximumInFlight, resolver, heard);
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }

    private static void requirePositive(int number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + number);
        }
    }
}
