// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.network.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a responder listens and whom it answers.
 *
 * @param bind at least one address; port 0 takes a free one. A reply to a query that came in at a wildcard address leaves
 *     from the address that the routing table prefers, which is not what the client asked on a host with several: list
 *     those that peers ask
 * @param secrets all of them are accepted, so that they can be changed without a gap
 * @param anonymous whether queries without digest are answered
 * @param allowed looked at for every datagram, so it may change at any time; must not block
 * @param queriesPerSecondPerSource more than these stay without reply; as many may come at once. What carries a right digest is
 *     counted for itself, for each source and secret
 * @param maximumInFlight look-ups in the directory at once; what exceeds them stays without reply
 * @param directoryDeadline after this a look-up in the directory is given up
 */
public record MingerResponderConfiguration(
        List<InetSocketAddress> bind,
        List<Secret> secrets,
        boolean anonymous,
        Predicate<InetAddress> allowed,
        int queriesPerSecondPerSource,
        int maximumInFlight,
        Duration directoryDeadline) {
    public static final int DEFAULT_QUERIES_PER_SECOND_PER_SOURCE = 1000;
    public static final int DEFAULT_MAXIMUM_IN_FLIGHT = 4096;
    public static final Duration DEFAULT_DIRECTORY_DEADLINE = Duration.ofSeconds(5);

    public MingerResponderConfiguration {
        bind = List.copyOf(bind);
        secrets = List.copyOf(secrets);
        if (bind.isEmpty()) {
            throw new IllegalArgumentException("a Minger responder needs an address to bind to");
        }
        if (queriesPerSecondPerSource < 1) {
            throw new IllegalArgumentException(
                    "queriesPerSecondPerSource must be at least 1, not " + queriesPerSecondPerSource);
        }
        if (maximumInFlight < 1) {
            throw new IllegalArgumentException("maximumInFlight must be at least 1, not " + maximumInFlight);
        }
        if (directoryDeadline.isNegative() || directoryDeadline.isZero()) {
            throw new IllegalArgumentException("directoryDeadline must be positive, not " + directoryDeadline);
        }
    }

    /** One address, no anonymous queries, the default limits. */
    public static MingerResponderConfiguration of(
            InetSocketAddress bind, List<Secret> secrets, Predicate<InetAddress> allowed) {
        return new MingerResponderConfiguration(
                List.of(bind),
                secrets,
                false,
                allowed,
                DEFAULT_QUERIES_PER_SECOND_PER_SOURCE,
                DEFAULT_MAXIMUM_IN_FLIGHT,
                DEFAULT_DIRECTORY_DEADLINE);
    }
}
