// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.time.Duration;

/**
 * What is remembered: the {@code <cache>} block.
 *
 * @param found how long an owner is believed
 * @param refreshAfter age from which an entry in use is asked again in the background
 * @param notFound how long "nobody has it" is believed
 * @param maximumSize number of addresses kept
 * @param path James file-system URL of the folder that holds the store
 */
public record CacheConfiguration(
        Duration found, Duration refreshAfter, Duration notFound, long maximumSize, String path) {
    public static final Duration DEFAULT_FOUND = Duration.ofDays(5);
    public static final Duration DEFAULT_REFRESH_AFTER = Duration.ofHours(1);
    public static final Duration DEFAULT_NOT_FOUND = Duration.ofSeconds(30);
    public static final long DEFAULT_MAXIMUM_SIZE = 1_000_000;
    public static final String DEFAULT_PATH = "file://var/domain-sharing";
    public static final CacheConfiguration DEFAULT = new CacheConfiguration(
            DEFAULT_FOUND, DEFAULT_REFRESH_AFTER, DEFAULT_NOT_FOUND, DEFAULT_MAXIMUM_SIZE, DEFAULT_PATH);
}
