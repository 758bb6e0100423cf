// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.network.HostResolver;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks.
 *
 * @param timeout how long each try waits
 * @param attempts how often the datagram is sent at most, the first time included
 * @param budget the longest that a query takes in all, resolving the host name included
 * @param bind source address; null or the wildcard leaves it to the routing table
 * @param maximumInFlight queries at once; each holds a file descriptor for every address tried
 * @param resolver used, not closed
 * @param randomCase whether servers that are known to take any case are asked in letters of random case; finding that out takes one more
 *     query behind a yes
 */
public record MingerClientConfiguration(
        Duration timeout,
        int attempts,
        Duration budget,
        @Nullable InetAddress bind,
        int maximumInFlight,
        HostResolver resolver,
        MingerClientMetrics metrics,
        boolean randomCase) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(5);
    public static final int DEFAULT_MAXIMUM_IN_FLIGHT = 4096;

    public MingerClientConfiguration {
        requirePositive(timeout, "timeout");
        requirePositive(budget, "budget");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        if (maximumInFlight < 1) {
            throw new IllegalArgumentException("maximumInFlight must be at least 1, not " + maximumInFlight);
        }
    }

    /** One second, three attempts, five seconds in all. */
    public static MingerClientConfiguration of(HostResolver resolver) {
        return new MingerClientConfiguration(
                DEFAULT_TIMEOUT,
                DEFAULT_ATTEMPTS,
                DEFAULT_BUDGET,
                null,
                DEFAULT_MAXIMUM_IN_FLIGHT,
                resolver,
                MingerClientMetrics.NOOP,
                false);
    }

    public MingerClientConfiguration withTries(Duration timeout, int attempts, Duration budget) {
        return new MingerClientConfiguration(
                timeout, attempts, budget, bind, maximumInFlight, resolver, metrics, randomCase);
    }

    public MingerClientConfiguration withBind(@Nullable InetAddress bind) {
        return new MingerClientConfiguration(
                timeout, attempts, budget, bind, maximumInFlight, resolver, metrics, randomCase);
    }

    public MingerClientConfiguration withMaximumInFlight(int maximumInFlight) {
        return new MingerClientConfiguration(
                timeout, attempts, budget, bind, maximumInFlight, resolver, metrics, randomCase);
    }

    public MingerClientConfiguration withMetrics(MingerClientMetrics metrics) {
        return new MingerClientConfiguration(
                timeout, attempts, budget, bind, maximumInFlight, resolver, metrics, randomCase);
    }

    /** The same, asking in letters of random case where that is known to be safe. */
    public MingerClientConfiguration withRandomCase() {
        return new MingerClientConfiguration(timeout, attempts, budget, bind, maximumInFlight, resolver, metrics, true);
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }
}
