// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.InWords;
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

    private static final Duration LONGEST_FOUND = Duration.ofDays(365);
    private static final Duration LONGEST_NOT_FOUND = Duration.ofMinutes(10);
    private static final long LARGEST = 100_000_000;

    public CacheConfiguration {
        if (refreshAfter.compareTo(found) > 0) {
            throw new IllegalArgumentException("refreshAfter " + InWords.duration(refreshAfter)
                    + " is longer than found " + InWords.duration(found));
        }
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static CacheConfiguration from(Block block) throws BadConfigurationException {
        Duration found = block.value(
                        "found",
                        Values.duration(Duration.ofSeconds(1), LONGEST_FOUND),
                        "Write a duration such as 5 days")
                .orElse(DEFAULT_FOUND);
        Duration refreshAfter = block.value(
                        "refreshAfter",
                        Values.duration(Duration.ofMillis(100), LONGEST_FOUND),
                        "Write a duration such as 1 hour")
                .orElse(DEFAULT_REFRESH_AFTER.compareTo(found) > 0 ? found : DEFAULT_REFRESH_AFTER);
        Duration notFound = block.value(
                        "notFound", Values.duration(Duration.ZERO, LONGEST_NOT_FOUND), "Write a duration such as 30s")
                .orElse(DEFAULT_NOT_FOUND);
        long maximumSize = block.value(
                        "maximumSize", Values.number(1, LARGEST), "Write how many addresses to keep, such as 1000000")
                .orElse(DEFAULT_MAXIMUM_SIZE);
        String path = block.value("path", Values::fileUrl, "Write a folder such as file://var/domain-sharing")
                .orElse(DEFAULT_PATH);
        block.rejectOthers();
        try {
            return new CacheConfiguration(found, refreshAfter, notFound, maximumSize, path);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    block.pathOf("refreshAfter"), String.valueOf(e.getMessage()), "Make it the shorter one");
        }
    }
}
