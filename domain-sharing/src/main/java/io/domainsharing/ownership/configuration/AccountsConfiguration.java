// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

/**
 * Creating accounts and aliases: the {@code <accounts>} block.
 *
 * @param whenPeerUnreachable what happens while a peer cannot tell whether it has the address
 */
public record AccountsConfiguration(WhenPeerUnreachable whenPeerUnreachable) {
    /** What an unanswered look-up means for an address about to be created. */
    public enum WhenPeerUnreachable {
        REFUSE,
        ALLOW
    }

    public static final AccountsConfiguration DEFAULT = new AccountsConfiguration(WhenPeerUnreachable.REFUSE);

    private static final Words<WhenPeerUnreachable> UNREACHABLE = Words.of(WhenPeerUnreachable.class);

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static AccountsConfiguration from(Block block) throws BadConfigurationException {
        WhenPeerUnreachable unreachable =
                block.word("whenPeerUnreachable", UNREACHABLE).orElse(DEFAULT.whenPeerUnreachable());
        block.rejectOthers();
        return new AccountsConfiguration(unreachable);
    }
}
