// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

/**
 * Groups that live on several servers: the {@code <lists>} block.
 *
 * @param share whether a group may exist on several servers at once, and what is posted to it on one of them is copied to
 *     the others
 */
public record ListsConfiguration(boolean share) {
    public static final ListsConfiguration DEFAULT = new ListsConfiguration(false);

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static ListsConfiguration from(Block block) throws BadConfigurationException {
        boolean share =
                block.value("share", Values::bool, "Write true or false").orElse(DEFAULT.share());
        block.rejectOthers();
        return new ListsConfiguration(share);
    }
}
