// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.Network;
import java.util.List;

/**
 * Who gets true answers to VRFY: the {@code <vrfy>} block.
 *
 * @param allow networks that may ask; empty: the peers' and MX hosts' addresses, and the secondaries'
 */
public record VrfyConfiguration(List<Network> allow) {
    public static final VrfyConfiguration DEFAULT = new VrfyConfiguration(List.of());

    public VrfyConfiguration {
        allow = List.copyOf(allow);
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static VrfyConfiguration from(Block block) throws BadConfigurationException {
        List<Network> allow = block.values("allow", Network::parse, PeerBlock.NETWORK_REMEDY);
        block.rejectOthers();
        return new VrfyConfiguration(allow);
    }
}
