// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.Peer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Address digests: the {@code <digest>} block. Without it none is served, and none is fetched.
 *
 * @param every this server's own addresses are read at least so often
 * @param trustedFor so long a digest of a peer that is silent says no to what is not in it; zero: never
 * @param bind addresses to listen on (TCP)
 */
public record DigestConfiguration(Duration every, Duration trustedFor, List<InetSocketAddress> bind) {
    public static final Duration DEFAULT_EVERY = Duration.ofMinutes(1);
    public static final Duration DEFAULT_TRUSTED_FOR = Duration.ofHours(24);
    public static final InetSocketAddress DEFAULT_BIND =
            Values.socketAddress(Peer.DEFAULT_DIGEST_PORT).parse("0.0.0.0");
    private static final Duration MOST_SELDOM = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    public DigestConfiguration {
        bind = List.copyOf(bind);
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static DigestConfiguration from(Block block) throws BadConfigurationException {
        Duration every = block.value(
                        "every",
                        Values.duration(Duration.ofSeconds(1), MOST_SELDOM),
                        "Write a duration such as 1 minute")
                .orElse(DEFAULT_EVERY);
        Duration trustedFor = block.value(
                        "trustedFor", Values.duration(Duration.ZERO, LONGEST), "Write a duration such as 24 hours")
                .orElse(DEFAULT_TRUSTED_FOR);
        List<InetSocketAddress> bind = block.values(
                "bind",
                Values.socketAddress(Peer.DEFAULT_DIGEST_PORT),
                "Write one of this server's IP addresses with a port, such as 0.0.0.0:4069");
        block.rejectOthers();
        return new DigestConfiguration(every, trustedFor, bind.isEmpty() ? List.of(DEFAULT_BIND) : bind);
    }
}
