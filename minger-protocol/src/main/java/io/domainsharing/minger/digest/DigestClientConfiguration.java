// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.HostResolver;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How servers are connected to.
 *
 * @param bind the address to connect from; null: chosen by the system
 * @param openWithin for connecting, TLS and both proofs together
 * @param silentAfter a server that sends nothing for so long counts as gone
 * @param aliveEvery how often a server hears that this client is there
 * @param firstWait before a connection that ended is tried again
 * @param longestWait each wait is twice the one before, up to this
 */
public record DigestClientConfiguration(
        HostResolver resolver,
        @Nullable InetAddress bind,
        Duration openWithin,
        Duration silentAfter,
        Duration aliveEvery,
        Duration firstWait,
        Duration longestWait) {
    public static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    /** With the default times: it is tried again after a second, and in the end every minute. */
    public static DigestClientConfiguration of(HostResolver resolver, @Nullable InetAddress bind) {
        return new DigestClientConfiguration(
                resolver,
                bind,
                Duration.ofSeconds(5),
                SILENT_AFTER,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
    }
}
