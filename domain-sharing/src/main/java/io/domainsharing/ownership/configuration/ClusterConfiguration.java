// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.List;

/**
 * Several nodes of James that are one site: the {@code <cluster>} block.
 *
 * @param state where what they share is
 * @param redis where Redis is, one of which is written to; empty: it is not used
 */
public record ClusterConfiguration(State state, List<RedisUri> redis) {
    public static final ClusterConfiguration DEFAULT = new ClusterConfiguration(State.AUTO, List.of());

    private static final Words<State> STATES = Words.of(State.class);
    private static final String REDIS = "redis";
    private static final int MOST_REDIS = 16;
    private static final String REMEDY = "Write such as redis://:password@redis.example.net:6379, or rediss:// for TLS";

    public ClusterConfiguration {
        redis = List.copyOf(redis);
    }

    /** Where the nodes of a site keep what they share. */
    public enum State {
        /** In Redis where one is named, in the database that this James has, or in files where it has none that several nodes can have. */
        AUTO,
        /** In files of this node, whatever database James has: it is alone. */
        LOCAL,
        CASSANDRA,
        POSTGRES,
        /** In a Redis that James need not have. */
        REDIS
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static ClusterConfiguration from(Block block) throws BadConfigurationException {
        State state = block.word("state", STATES).orElse(DEFAULT.state());
        List<RedisUri> redis = block.values(REDIS, MOST_REDIS, RedisUri::parse, REMEDY);
        if (state == State.REDIS && redis.isEmpty()) {
            throw new BadConfigurationException(block.pathOf(REDIS), "is missing", REMEDY);
        }
        if (state != State.REDIS && state != State.AUTO && !redis.isEmpty()) {
            throw new BadConfigurationException(
                    block.pathOf(REDIS),
                    "is given, and cluster/state is " + Words.word(state),
                    "Write <state>redis</state>, or remove it");
        }
        block.rejectOthers();
        return new ClusterConfiguration(redis.isEmpty() ? state : State.REDIS, redis);
    }
}
