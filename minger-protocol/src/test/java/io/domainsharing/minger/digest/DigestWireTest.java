// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server and client over loopback, and what stands between them or speaks something else. */
class DigestWireTest {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final HostResolver HOSTS = HostResolver.ofSystem();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ServedDigest served = new ServedDigest(7);
    private final RecordedDigest client = new RecordedDigest();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void clientShouldGetTheWholeListAndThenEachChange() {
        served.list.become(random(20_000, 1));
        DigestServer server = serve(SECRET);
        connect(port(server), SECRET);
        await().until(() -> client.list.equals(random(20_000, 1)) && !client.domains.isEmpty());
        assertThat(client.position).isEqualTo(new Position(7, 1));
        assertThat(client.domains).isEqualTo(Map.of("example.com", Coverage.GUARDED));
        assertThat(client.age).isLessThan(Duration.ofSeconds(1));

        served.list.become(HashList.EMPTY.with(HashList.EMPTY, random(3, 2)));
        served.list.become(random(4, 2));
        server.changed();

        await().until(() -> client.list.equals(random(4, 2)));
        assertThat(client.position).isEqualTo(new Position(7, 3));
    }

    @Test
    void clientThatHasAVersionShouldGetTheChangesOnly() {
        served.list.become(random(20_000, 1));
        client.list = random(20_000, 1);
        client.position = new Position(7, 1);
        HashList next = client.list.with(client.list.range(5, 6), HashList.EMPTY);
        served.list.become(next);

        connect(port(serve(SECRET)), SECRET);

        await().until(() -> client.list.equals(next) && !client.domains.isEmpty());
        assertThat(client.events)
                .containsExactly(
                        "connected",
                        "changed " + new ListChange(random(20_000, 1).range(5, 6), HashList.EMPTY, next.checksum()));
    }

    @Test
    void clientWhoseListIsAnotherThanItsVersionSaysShouldFetchAllOfIt() {
        served.list.become(random(20_000, 1));
        served.list.become(random(20_000, 1).with(HashList.EMPTY, HashList.ofSorted(new long[] {42})));
        client.list = random(19_999, 3);
        client.position = new Position(7, 1);

        connect(port(serve(SECRET)), SECRET);

        await().until(() -> client.list.size() == 20_001);
        assertThat(client.events).contains("disconnected DAMAGED", "whole 20001");
    }

    @Test
    void emptyListShouldArriveToo() {
        served.list.become(HashList.EMPTY);

        connect(port(serve(SECRET)), SECRET);

        await().until(() -> client.events.contains("whole 0") && !client.domains.isEmpty());
    }

    @Test
    void listThatIsNotKnownYetShouldComeOnceItIs() {
        DigestServer server = serve(SECRET);
        connect(port(server), SECRET);
        await().until(() -> client.events.contains("connected"));

        served.list.become(random(10, 1));
        server.changed();

        await().until(() -> client.list.size() == 10);
    }

    @Test
    void otherCoverageShouldArriveWithTheNextSignOfLife() {
        served.list.become(random(10, 1));
        connect(port(serve(SECRET)), SECRET);
        await().until(() -> client.domains.containsValue(Coverage.GUARDED));

        served.domains = Map.of("example.com", Coverage.NOT_LISTED);

        await().until(() -> client.domains.containsValue(Coverage.NOT_LISTED));
    }

    @Test
    void clientWithTheWrongSecretShouldLearnNothing() {
        served.list.become(random(10, 1));

        connect(port(serve(SECRET)), new Secret("guessed"));

        await().until(() -> client.events.contains("disconnected UNPROVEN"));
        assertThat(client.events).containsOnly("disconnected UNPROVEN");
        assertThat(client.list.size()).isZero();
    }

    @Test
    void bothSecretsShouldBeAcceptedWhileTheyAreChanged() {
        served.list.become(random(10, 1));

        connect(port(serve(new Secret("new"), SECRET)), SECRET);

        await().until(() -> client.list.size() == 10);
    }

    @Test
    void serverThatStandsBetweenShouldNotBeBelieved() throws Exception {
        served.list.become(random(10, 1));
        DigestServer server = serve(SECRET);
        ManInTheMiddle between = new ManInTheMiddle(port(server));
        open.add(between);

        connect(between.port(), SECRET);

        await().until(() -> client.events.contains("disconnected UNPROVEN"));
        assertThat(between.carried()).as("frames that went through").isPositive();
        assertThat(client.list.size()).isZero();
    }

    @Test
    void clientShouldConnectAgainAndGoOn() {
        served.list.become(random(10, 1));
        DigestServer first = serve(SECRET);
        int port = port(first);
        connect(port, SECRET);
        await().until(() -> client.list.size() == 10);

        first.close();
        await().until(() -> client.events.contains("disconnected LOST"));
        served.list.become(random(11, 1));
        open.add(DigestServer.start(configuration(port, addresses -> true, SECRET), served));

        await().until(() -> client.list.size() == 11);
        assertThat(client.events).filteredOn(event -> event.startsWith("whole")).hasSize(1);
    }

    @Test
    void serverThatIsNotThereShouldBeTriedAgainAndAgain() {
        connect(1, SECRET);

        await().until(() -> client.events.size() > 2);
        assertThat(client.events).containsOnly("disconnected UNREACHABLE");
    }

    @Test
    void clientThatIsNotAllowedShouldHearNothing() throws IOException {
        DigestServer server = DigestServer.start(configuration(0, address -> false, SECRET), served);
        open.add(server);

        assertThat(answerTo(port(server), new byte[0])).isEmpty();
    }

    @Test
    void whatSpeaksNoTlsShouldBeCutOff() throws IOException {
        DigestServer server = serve(SECRET);
        byte[] garbage = new byte[100];
        new Random(1).nextBytes(garbage);
        garbage[0] = 'G';

        // An alert of TLS may come, and then the end.
        assertThat(answerTo(port(server), garbage).length).isLessThan(20);
    }

    @Test
    void clientThatSaysNothingShouldBeCutOffInTime() throws IOException {
        assertThat(answerTo(port(serve(SECRET)), new byte[0])).isEmpty();
    }

    @Test
    void oneAddressShouldHoldFewConnectionsWithoutProof() throws IOException {
        DigestServer server = DigestServer.start(
                new DigestServerConfiguration(
                        List.of(ANY_PORT),
                        List.of(SECRET),
                        address -> true,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                served);
        open.add(server);
        for (int i = 0; i < DigestServerConfiguration.UNPROVEN_OF_ONE; i++) {
            Socket silent = new Socket(InetAddress.getLoopbackAddress(), port(server));
            open.add(silent);
        }

        assertThat(answerTo(port(server), new byte[0])).isEmpty();
    }

    private DigestServer serve(Secret... secrets) {
        DigestServer server = DigestServer.start(configuration(0, address -> true, secrets), served);
        open.add(server);
        return server;
    }

    private static DigestServerConfiguration configuration(
            int port, java.util.function.Predicate<InetAddress> allowed, Secret... secrets) {
        return new DigestServerConfiguration(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                List.of(secrets),
                allowed,
                Duration.ofSeconds(1),
                Duration.ofMillis(200));
    }

    private void connect(int port, Secret secret) {
        DigestClient links = DigestClient.create(new DigestClientConfiguration(
                HOSTS,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                Duration.ofMillis(200)));
        open.add(links);
        open.add(links.open(new DigestTarget("tokyo", List.of("127.0.0.1"), port, secret), client));
    }

    private static int port(DigestServer server) {
        return server.boundAddresses().get(0).getPort();
    }

    private static byte[] answerTo(int port, byte[] octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(octets);
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
            return new byte[0];
        }
    }

    private static HashList random(int count, long seed) {
        return HashList.of(new Random(seed).longs(count).toArray(), count);
    }
}
