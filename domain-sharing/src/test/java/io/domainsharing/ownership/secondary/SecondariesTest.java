// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.PeerNetworks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R5")
class SecondariesTest {
    private static final Domain OURS = Domain.of("example.com");
    private static final Domain OTHER = Domain.of("example.org");
    private static final InetAddress BACKUP = InetAddresses.forString("198.51.100.9");
    private static final InetAddress NEIGHBOUR = InetAddresses.forString("198.51.100.10");

    private final Secondaries secondaries = new Secondaries(List.of(
            secondary("198.51.100.10", OURS),
            secondary("backup.example.net", OURS, Network.parse("198.51.100.9")),
            secondary("backup.example.net", OTHER, Network.parse("2001:db8::/32"))));

    @Test
    void secondaryShouldBeKnownByItsTrustedNetworksOnlyAndForItsDomains() {
        assertThat(secondaries.isAt(BACKUP)).isTrue();
        assertThat(secondaries.isAt(BACKUP, OURS)).isTrue();
        assertThat(secondaries.isAt(BACKUP, OTHER)).isFalse();
        assertThat(secondaries.isAt(InetAddresses.forString("2001:db8::7"), OTHER))
                .isTrue();
        // Its host says where it is asked, not who it is.
        assertThat(secondaries.isAt(NEIGHBOUR)).isFalse();
    }

    @Test
    void askersShouldBeThePeersAndTheSecondaries() {
        AllowedClients allowed = new AllowedClients(new InMemoryPeers(), secondaries);

        assertThat(allowed.include(BACKUP)).isTrue();
        assertThat(allowed.include(NEIGHBOUR)).isFalse();
        assertThat(new AllowedClients(new InMemoryPeers(InMemoryPeers.peer("tokyo", "198.51.100.10")), secondaries)
                        .include(NEIGHBOUR))
                .isTrue();
    }

    @Test
    void networksOfTheConfigurationShouldTakeTheirPlace() {
        AllowedClients allowed = new AllowedClients(new InMemoryPeers(), secondaries);

        assertThat(allowed.exceptFor(List.of()).test(BACKUP)).isTrue();
        assertThat(allowed.exceptFor(List.of(Network.of(NEIGHBOUR))).test(BACKUP))
                .isFalse();
        assertThat(allowed.exceptFor(List.of(Network.of(NEIGHBOUR))).test(NEIGHBOUR))
                .isTrue();
    }

    @Test
    void hostsFoundByMxShouldBeToldByVrfyOnlyAndOnlyWhereNobodyIsListed() {
        PeerNetworks byMx = new PeerNetworks() {
            @Override
            public Optional<Peer> at(InetAddress remote) {
                return Optional.empty();
            }

            @Override
            public boolean isMxHostAt(InetAddress remote) {
                return remote.equals(NEIGHBOUR);
            }
        };
        AllowedClients allowed = new AllowedClients(byMx, Secondaries.NONE);

        assertThat(allowed.forVrfyExceptFor(List.of()).test(NEIGHBOUR)).isTrue();
        assertThat(allowed.forVrfyExceptFor(List.of()).test(BACKUP)).isFalse();
        assertThat(allowed.forVrfyExceptFor(List.of(Network.of(BACKUP))).test(NEIGHBOUR))
                .isFalse();
        assertThat(allowed.exceptFor(List.of()).test(NEIGHBOUR)).as("by Minger").isFalse();
    }

    private static Secondary secondary(String host, Domain domain, Network... trusted) {
        return new Secondary(List.of(HostAndPort.fromParts(host, 25)), List.of(domain), List.of(trusted));
    }
}
