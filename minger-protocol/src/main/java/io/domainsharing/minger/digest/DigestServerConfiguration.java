// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a {@link DigestServer} listens, and whom it serves.
 *
 * @param bind at least one address; port 0 takes a free one
 * @param secrets all of them are accepted, so that they can be changed without a gap
 * @param allowed looked at for every connection; must not block
 * @param proofWithin after this a client that has not proven that it knows a secret is cut off
 * @param aliveEvery how often a client hears that the server is there
 */
public record DigestServerConfiguration(
        List<InetSocketAddress> bind,
        List<Secret> secrets,
        Predicate<InetAddress> allowed,
        Duration proofWithin,
        Duration aliveEvery) {
    public static final Duration PROOF_WITHIN = Duration.ofSeconds(5);
    public static final Duration ALIVE_EVERY = Duration.ofSeconds(10);
    /** Connections at once. */
    public static final int CONNECTIONS = 256;
    /** Connections at once that have not proven anything. */
    public static final int UNPROVEN = 64;
    /** The same of one address. */
    public static final int UNPROVEN_OF_ONE = 4;

    public DigestServerConfiguration {
        bind = List.copyOf(bind);
        secrets = List.copyOf(secrets);
    }

    /** With the default times. */
    public static DigestServerConfiguration of(
            List<InetSocketAddress> bind, List<Secret> secrets, Predicate<InetAddress> allowed) {
        return new DigestServerConfiguration(bind, secrets, allowed, PROOF_WITHIN, ALIVE_EVERY);
    }
}
