// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How peers are asked: the {@code <lookup>} block.
 *
 * @param timeout for one try
 * @param attempts tries for one question, at least 1
 * @param budget for the whole question, all peers and tries included
 * @param bind source address of queries; null: chosen by the system
 */
public record LookupConfiguration(Duration timeout, int attempts, Duration budget, @Nullable InetAddress bind) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(5);
    public static final LookupConfiguration DEFAULT =
            new LookupConfiguration(DEFAULT_TIMEOUT, DEFAULT_ATTEMPTS, DEFAULT_BUDGET, null);
}
