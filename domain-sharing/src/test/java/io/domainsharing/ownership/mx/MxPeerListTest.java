// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.secondary.Secondaries;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MxPeerListTest {
    private static final String LONG = "a".repeat(80);

    private final MxPeerList testee = new MxPeerList(MxConfiguration.DEFAULT, new NodeName("paris"), Secondaries.NONE);

    @Test
    void peerShouldBeNamedLikeItsHost() {
        assertThat(testee.nameOf("tokyo.example.net")).hasToString("tokyo.example.net");
        assertThat(testee.nameOf("192.0.2.7")).hasToString("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undetermined", "gateway-1.example.net", "_mx.example.net", "paris", "mx-x"})
    void hostWhoseNameCannotBeAPeersShouldHaveOneMadeOfIt(String host) {
        assertThat(testee.nameOf(host).value()).matches("mx-" + host + "-[0-9a-f]{16}");
    }

    @Test
    void longHostsShouldBeToldApart() {
        assertThat(testee.nameOf(LONG)).isEqualTo(testee.nameOf(LONG)).isNotEqualTo(testee.nameOf(LONG + "a"));
        assertThat(testee.nameOf(LONG).value()).hasSize(64);
    }

    @Test
    void secondaryShouldBeNoPeerForItsDomains() {
        Domain held = Domain.of("example.com");
        Domain other = Domain.of("example.org");
        MxPeerList list = new MxPeerList(
                MxConfiguration.DEFAULT,
                new NodeName("paris"),
                new Secondaries(List.of(new Secondary(
                        List.of(HostAndPort.fromParts("Backup.example.net", 2525)), List.of(held), List.of()))));

        List<Peer> peers = list.apply(
                Map.of(held, List.of("tokyo.example.net", "backup.example.net"), other, List.of("backup.example.net")));

        assertThat(peers)
                .filteredOn(peer -> peer.isAskedFor(held))
                .extracting(peer -> peer.name().value())
                .containsExactly("tokyo.example.net");
        assertThat(peers).filteredOn(peer -> peer.isAskedFor(other)).hasSize(1);
    }
}
