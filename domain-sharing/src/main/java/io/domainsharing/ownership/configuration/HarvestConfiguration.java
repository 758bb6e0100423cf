// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.time.Duration;

/**
 * Clients that try addresses: the {@code <harvest>} block. Without it every client's recipients are asked about alike.
 *
 * @param unknowns so many recipients that nobody has make a client a suspect
 * @param within if it names them in that time; so long it then is one
 * @param delay so much later a suspect hears of a recipient that is not known to exist
 */
public record HarvestConfiguration(int unknowns, Duration within, Duration delay) {
    public static final HarvestConfiguration DEFAULT =
            new HarvestConfiguration(20, Duration.ofMinutes(10), Duration.ofSeconds(1));
    private static final int MOST_UNKNOWNS = 1_000;
    private static final Duration LONGEST_WITHIN = Duration.ofDays(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static HarvestConfiguration from(Block block) throws BadConfigurationException {
        int unknowns = block.value("unknowns", Values.integer(1, MOST_UNKNOWNS), "Write a number such as 20")
                .orElse(DEFAULT.unknowns());
        Duration within = block.value(
                        "within",
                        Values.duration(Duration.ofSeconds(1), LONGEST_WITHIN),
                        "Write a duration such as 10 minutes")
                .orElse(DEFAULT.within());
        Duration delay = block.value(
                        "delay", Values.duration(Duration.ZERO, LONGEST_DELAY), "Write a duration such as 1 second")
                .orElse(DEFAULT.delay());
        block.rejectOthers();
        return new HarvestConfiguration(unknowns, within, delay);
    }
}
