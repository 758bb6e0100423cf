// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Peer;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class InMemoryPeersTest {
    @Test
    void peersShouldBeFoundByTheirTrustedNetworks() throws Exception {
        Peer tokyo = InMemoryPeers.peer("tokyo", "203.0.113.0/24");
        InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("austin"), tokyo);

        assertThat(peers.at(InetAddress.getByName("203.0.113.9"))).contains(tokyo);
        assertThat(peers.at(InetAddress.getByName("198.51.100.1"))).isEmpty();
    }
}
