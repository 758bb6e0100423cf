// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

/**
 * What is asked about senders: the {@code <senders>} block.
 *
 * @param verify whether a sender address in a shared domain is looked up, and refused when nobody has it
 */
public record SendersConfiguration(boolean verify) {
    public static final SendersConfiguration DEFAULT = new SendersConfiguration(true);

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static SendersConfiguration from(Block block) throws BadConfigurationException {
        boolean verify =
                block.value("verify", Values::bool, "Write true or false").orElse(DEFAULT.verify());
        block.rejectOthers();
        return new SendersConfiguration(verify);
    }
}
