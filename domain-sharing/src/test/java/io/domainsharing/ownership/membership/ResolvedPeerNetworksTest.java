// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

class ResolvedPeerNetworksTest {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final Map<String, List<InetAddress>> dns = new ConcurrentHashMap<>();
    private InMemoryPeers peers = new InMemoryPeers();
    private final Peer tokyo = InMemoryPeers.peer("tokyo");
    private final Peer austin = InMemoryPeers.peer("austin", "203.0.113.0/24");

    private CompletionStage<List<InetAddress>> resolve(String host) {
        List<InetAddress> found = dns.get(host);
        return found == null
                ? CompletableFuture.failedStage(new UnknownHostException(host))
                : CompletableFuture.completedStage(found);
    }

    private ResolvedPeerNetworks peers(Peer... some) {
        peers = new InMemoryPeers(some);
        ResolvedPeerNetworks networks = new ResolvedPeerNetworks(peers.directory(), this::resolve, timer);
        networks.start();
        return networks;
    }

    private static InetAddress ip(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void peerShouldBeFoundByItsTrustedNetworksAloneWhenItHasSome() throws Exception {
        dns.put("austin.example.net", List.of(ip("198.51.100.1")));
        ResolvedPeerNetworks testee = peers(tokyo, austin);

        assertThat(testee.at(ip("203.0.113.77"))).contains(austin);
        assertThat(testee.at(ip("::ffff:203.0.113.77"))).contains(austin);
        assertThat(testee.at(ip("198.51.100.1"))).isEmpty();
    }

    @Test
    void peerWithoutNetworksShouldBeFoundByTheAddressesOfItsHosts() throws Exception {
        dns.put("tokyo.example.net", List.of(ip("198.51.100.1"), ip("2001:db8::1")));
        ResolvedPeerNetworks testee = peers(tokyo, austin);

        assertThat(testee.at(ip("198.51.100.1"))).contains(tokyo);
        assertThat(testee.at(ip("2001:db8::1"))).contains(tokyo);
        assertThat(testee.at(ip("198.51.100.2"))).isEmpty();
    }

    @Test
    void addressesShouldBeRefreshedAndKeptWhenDnsFails() throws Exception {
        ResolvedPeerNetworks testee = peers(tokyo);
        assertThat(testee.at(ip("198.51.100.1"))).isEmpty();

        dns.put("tokyo.example.net", List.of(ip("198.51.100.1")));
        timer.advance(ResolvedPeerNetworks.REFRESH_EVERY);
        assertThat(testee.at(ip("198.51.100.1"))).contains(tokyo);

        dns.clear();
        timer.advance(ResolvedPeerNetworks.REFRESH_EVERY);
        assertThat(testee.at(ip("198.51.100.1"))).contains(tokyo);

        dns.put("tokyo.example.net", List.of(ip("198.51.100.2")));
        timer.advance(ResolvedPeerNetworks.REFRESH_EVERY);
        assertThat(testee.at(ip("198.51.100.1"))).isEmpty();
        testee.close();
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void replacedPeersShouldBeTrustedNoLonger() throws Exception {
        dns.put("tokyo.example.net", List.of(ip("198.51.100.1")));
        ResolvedPeerNetworks testee = peers(tokyo);
        peers.replaceBy(austin);

        assertThat(testee.at(ip("198.51.100.1"))).isEmpty();
        assertThat(testee.at(ip("203.0.113.1"))).contains(austin);
    }

    @Test
    void hostFoundByMxShouldBeToldApartAndHaveNoRights() throws Exception {
        dns.put("tokyo.example.net", List.of(ip("198.51.100.1")));
        Peer found = Peer.foundByMx(
                tokyo.name(), tokyo.smtp(), LookupMethod.VRFY, List.of(), Set.of(Domain.of("example.com")));
        ResolvedPeerNetworks testee = peers(found);

        assertThat(testee.isMxHostAt(ip("198.51.100.1"))).isTrue();
        assertThat(testee.isMxHostAt(ip("198.51.100.2"))).isFalse();
        assertThat(testee.at(ip("198.51.100.1"))).isEmpty();

        peers.replaceBy(tokyo);
        assertThat(testee.isMxHostAt(ip("198.51.100.1"))).isFalse();
    }
}
