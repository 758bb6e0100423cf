// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Peer;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The server that answers peers: the {@code <minger>} block.
 *
 * @param bind addresses to listen on
 * @param secrets every one of them is accepted
 * @param anonymous whether a query without a digest is answered
 * @param allow networks that may ask; empty: those of the peers and the secondaries
 * @param foreignAliases whether an alias or forward that leads nowhere but out of our domains takes mail
 * @param queriesPerSecondPerSource excess is left unanswered
 */
public record MingerServerConfiguration(
        List<InetSocketAddress> bind,
        List<Secret> secrets,
        boolean anonymous,
        List<Network> allow,
        boolean foreignAliases,
        int queriesPerSecondPerSource) {
    public static final InetSocketAddress DEFAULT_BIND =
            Values.socketAddress(Peer.DEFAULT_MINGER_PORT).parse("0.0.0.0");
    public static final int DEFAULT_QUERIES_PER_SECOND = 1_000;
    private static final int MOST_QUERIES = 1_000_000;

    public MingerServerConfiguration {
        bind = List.copyOf(bind);
        secrets = List.copyOf(secrets);
        allow = List.copyOf(allow);
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static MingerServerConfiguration from(Block block) throws BadConfigurationException {
        List<InetSocketAddress> bind = block.values(
                "bind",
                Values.socketAddress(Peer.DEFAULT_MINGER_PORT),
                "Write one of this server's IP addresses with a port, such as 0.0.0.0:4069");
        List<Secret> secrets = block.values("secret", Values::secret, ServerBlock.SECRET_REMEDY);
        boolean anonymous =
                block.value("anonymous", Values::bool, "Write true or false").orElse(false);
        List<Network> allow = block.values("allow", Network::parse, PeerBlock.NETWORK_REMEDY);
        boolean foreignAliases = block.value("foreignAliases", Values::bool, "Write true or false")
                .orElse(true);
        int queriesPerSecond = block.value(
                        "queriesPerSecondPerSource",
                        Values.integer(1, MOST_QUERIES),
                        "Write a whole number from 1 to 1000000")
                .orElse(DEFAULT_QUERIES_PER_SECOND);
        block.rejectOthers();
        if (secrets.isEmpty() && !anonymous) {
            throw new BadConfigurationException(
                    block.pathOf("secret"),
                    "is missing and anonymous queries are off, so no peer could ask",
                    "Add a <secret>, or write <anonymous>true</anonymous>");
        }
        return new MingerServerConfiguration(
                bind.isEmpty() ? List.of(DEFAULT_BIND) : bind,
                secrets,
                anonymous,
                allow,
                foreignAliases,
                queriesPerSecond);
    }
}
