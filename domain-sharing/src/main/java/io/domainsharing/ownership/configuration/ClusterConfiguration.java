// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

/**
 * Several nodes of James that are one site: the {@code <cluster>} block.
 *
 * @param state where what they share is
 */
public record ClusterConfiguration(State state) {
    public static final ClusterConfiguration DEFAULT = new ClusterConfiguration(State.AUTO);

    private static final Words<State> STATES = Words.of(State.class);

    /** Where the nodes of a site keep what they share. */
    public enum State {
        /** In the database that this James has; in files where it has none that several nodes can have. */
        AUTO,
        /** In files of this node, whatever database James has: it is alone. */
        LOCAL,
        CASSANDRA,
        POSTGRES
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static ClusterConfiguration from(Block block) throws BadConfigurationException {
        State state = block.word("state", STATES).orElse(DEFAULT.state());
        block.rejectOthers();
        return new ClusterConfiguration(state);
    }
}
