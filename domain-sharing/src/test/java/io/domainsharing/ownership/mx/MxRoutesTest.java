// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.mx.MxRoute.NoMail;
import io.domainsharing.ownership.mx.MxRoute.Nowhere;
import io.domainsharing.ownership.mx.MxRoute.ThisServerIsBest;
import io.domainsharing.ownership.mx.MxRoute.Through;
import io.domainsharing.ownership.mx.MxRoute.Unknown;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

/** This server is mx2.example.net, with 192.0.2.2 at its interface, and 198.51.100.2 for the world. */
class MxRoutesTest {
    private final Map<String, List<InetAddress>> dns = new ConcurrentHashMap<>();
    private MxAnswer answer = new MxAnswer.NoHosts();
    private final ThisServer self = new ThisServer(
            List.of("MX2.example.net", "198.51.100.2"), this::resolve, address -> address.getHostAddress()
                    .equals("192.0.2.2"));
    private final MxRoutes testee = new MxRoutes(domain -> CompletableFuture.completedStage(answer), self, 2525);

    private CompletionStage<List<InetAddress>> resolve(String host) {
        List<InetAddress> found = dns.get(host);
        return found == null
                ? CompletableFuture.failedStage(new UnknownHostException(host))
                : CompletableFuture.completedStage(found);
    }

    private void address(String host, String... addresses) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        dns.put(host, found);
    }

    private void hosts(MxHost... hosts) {
        answer = new MxAnswer.Hosts(Stream.of(hosts).sorted(MxHost.BEST_FIRST).toList(), Duration.ofMinutes(1));
    }

    private MxRoute route() {
        return testee.of(Domain.of("customer.example")).toCompletableFuture().join();
    }

    private static Through through(String... hosts) {
        return new Through(
                Stream.of(hosts).map(host -> HostAndPort.fromParts(host, 2525)).toList());
    }

    private static MxHost mx(int preference, String name) {
        return new MxHost(preference, name);
    }

    @Test
    void domainOfOthersShouldBeReachedThroughAllItsHostsBestFirst() {
        hosts(mx(20, "b.example.org"), mx(10, "a.example.org"));

        assertThat(route()).isEqualTo(through("a.example.org", "b.example.org"));
    }

    @Test
    void secondaryShouldSendToBetterHostsOnly() {
        hosts(
                mx(10, "mx1.example.net"),
                mx(20, "mx2.example.net"),
                mx(20, "equal.example.net"),
                mx(30, "mx3.example.net"));

        assertThat(route()).isEqualTo(through("mx1.example.net"));
    }

    @Test
    void bestHostShouldSendNowhere() {
        hosts(mx(10, "mx2.example.net"), mx(10, "equal.example.net"), mx(20, "mx3.example.net"));

        assertThat(route()).isEqualTo(new ThisServerIsBest());
    }

    @Test
    void bestOfSeveralOwnPreferencesShouldCount() throws Exception {
        hosts(
                mx(10, "mx1.example.net"),
                mx(20, "mx2.example.net"),
                mx(30, "mx3.example.net"),
                mx(40, "own.example.net"));
        address("own.example.net", "192.0.2.2");

        assertThat(route()).isEqualTo(through("mx1.example.net"));
    }

    @Test
    void serverShouldBeKnownByTheAddressOfItsInterfaceAndByTheOneNamed() throws Exception {
        hosts(mx(10, "mx1.example.net"), mx(20, "other-name.example.net"), mx(30, "mx3.example.net"));
        address("other-name.example.net", "203.0.113.9", "192.0.2.2");
        assertThat(route()).isEqualTo(through("mx1.example.net"));

        address("other-name.example.net", "198.51.100.2");
        assertThat(route()).isEqualTo(through("mx1.example.net"));

        address("other-name.example.net", "0.0.0.0");
        assertThat(route()).isEqualTo(through("mx1.example.net"));

        address("other-name.example.net", "203.0.113.9");
        assertThat(route()).isEqualTo(through("mx1.example.net", "other-name.example.net", "mx3.example.net"));
    }

    @Test
    void hostThatDoesNotResolveNowShouldStayWhatItWas() throws Exception {
        hosts(mx(10, "mx1.example.net"), mx(20, "nat.example.net"), mx(30, "mx3.example.net"));
        assertThat(route()).isEqualTo(through("mx1.example.net", "nat.example.net", "mx3.example.net"));
        address("nat.example.net", "198.51.100.2");
        route();

        dns.clear();

        assertThat(route()).isEqualTo(through("mx1.example.net"));
    }

    @Test
    void otherNodeOfTheSiteShouldCountAsThisServerByNameAndByAddress() throws Exception {
        hosts(mx(10, "mx1.example.net"), mx(20, "mx3.example.net"));
        address("mx1.example.net", "192.0.2.1");
        address("mx3.example.net", "192.0.2.3");
        assertThat(route()).isInstanceOf(Through.class);

        self.isAlso(() -> Set.of("192.0.2.1"));
        assertThat(route()).isEqualTo(new ThisServerIsBest());
        self.isAlso(() -> Set.of("mx1.example.net"));
        assertThat(route()).isEqualTo(new ThisServerIsBest());
    }

    @Test
    void implicitMxOfThisServerShouldBeALoop() throws Exception {
        hosts(mx(0, "customer.example"));
        address("customer.example", "192.0.2.2");

        assertThat(route()).isEqualTo(new ThisServerIsBest());
    }

    @Test
    void hostsBeyondTheFiftyBestShouldNotCount() {
        hosts(Stream.concat(
                        Stream.iterate(0, i -> i + 1)
                                .limit(ThisServer.MOST_HOSTS)
                                .map(i -> mx(10 + i, "h" + i)),
                        Stream.of(mx(1000, "mx2.example.net")))
                .toArray(MxHost[]::new));

        assertThat(((Through) route()).hosts()).hasSize(ThisServer.MOST_HOSTS).noneMatch(host -> host.getHost()
                .equals("mx2.example.net"));
    }

    @Test
    void whatDnsSaysBesidesShouldBeToldApart() {
        answer = new MxAnswer.NoMail(Duration.ofMinutes(1));
        assertThat(route()).isEqualTo(new NoMail());

        answer = new MxAnswer.NoHosts();
        assertThat(route()).isEqualTo(new Nowhere());

        answer = new MxAnswer.NoAnswer("silent");
        assertThat(route()).isEqualTo(new Unknown("silent"));
    }

    @Test
    void hostsOfEqualPreferenceShouldTakeTurns() {
        hosts(mx(10, "a.example.org"), mx(10, "b.example.org"), mx(20, "c.example.org"));

        assertThat(Stream.generate(this::route).limit(200).distinct())
                .containsExactlyInAnyOrder(
                        through("a.example.org", "b.example.org", "c.example.org"),
                        through("b.example.org", "a.example.org", "c.example.org"));
    }
}
