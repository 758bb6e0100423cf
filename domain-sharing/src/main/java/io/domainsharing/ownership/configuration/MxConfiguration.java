// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.Network;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What concerns MX records: the {@code <mx>} block.
 *
 * @param lookup how peers found by MX are asked
 * @param self host names and IP addresses that this server has besides those that it knows of itself
 * @param trusted networks whose SMTP sessions and queries are those of a peer found by MX; empty: none, for DNS is public
 * @param port where MX hosts take mail
 * @param nameServers asked for MX records and for the addresses of hosts, in this order; empty: James's own for
 *     MX records, the system's resolver for addresses
 */
public record MxConfiguration(
        LookupMethod lookup, List<String> self, List<Network> trusted, int port, List<InetSocketAddress> nameServers) {
    public static final MxConfiguration DEFAULT =
            new MxConfiguration(LookupMethod.VRFY, List.of(), List.of(), Peer.DEFAULT_SMTP_PORT, List.of());

    private static final int DNS_PORT = 53;

    public MxConfiguration {
        self = List.copyOf(self);
        trusted = List.copyOf(trusted);
        nameServers = List.copyOf(nameServers);
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static MxConfiguration from(Block block) throws BadConfigurationException {
        LookupMethod lookup = block.word("lookup", PeerBlock.LOOKUP).orElse(DEFAULT.lookup());
        List<String> self =
                block.values("self", Values::host, "Write a host name of this server, or an IP address it is known by");
        List<Network> trusted = block.values("trusted", Network::parse, PeerBlock.NETWORK_REMEDY);
        int port = block.value(
                        "port", Values.integer(1, 65_535), "Write a port from 1 to 65535, or leave it out for 25")
                .orElse(DEFAULT.port());
        List<InetSocketAddress> nameServers = block.values(
                "nameServer",
                MxConfiguration::nameServer,
                "Write the IP address of a DNS server, such as 192.0.2.53 or 192.0.2.53:5353");
        block.rejectOthers();
        return new MxConfiguration(lookup, self, trusted, port, nameServers);
    }

    private static InetSocketAddress nameServer(String text) {
        InetSocketAddress server = Values.socketAddress(DNS_PORT).parse(text);
        if (server.getPort() == 0 || server.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("'" + text + "' is nowhere to send a question to");
        }
        return server;
    }
}
