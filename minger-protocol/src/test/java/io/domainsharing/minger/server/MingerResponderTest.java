// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MingerResponderTest extends MingerResponderFixture {
    private static final String DIGEST = "d=CXhK7jcPFHAchFxB8NAp9w==";
    private static final String WRONG = "d=CXhK7jcPFHAchFxB8NAp9Q==";

    @ParameterizedTest
    @CsvSource({
        // query after the mailbox, allowed, anonymous, digit
        "'',                true,  true,  5",
        "'',                true,  false, 2",
        "'',                false, true,  1",
        "'',                false, false, 1",
        DIGEST + ",         true,  true,  5",
        DIGEST + ",         true,  false, 5",
        DIGEST + ",         false, false, 1",
        WRONG + ",          true,  true,  2",
        WRONG + ",          true,  false, 2",
        WRONG + ",          false, true,  1",
        DIGEST + " v=1,     true,  false, 5",
        "CXhK7jcPFHAchFxB8NAp9w==, true, false, 5",
        "CXhK7jcPFHAchFxB8NAp9Q==, true, true,  2",
        "v=1,               true,  true,  5",
        "v=,                true,  true,  0",
        "v=1 v=1,           true,  true,  0",
        "x,                 false, false, 0",
        "d=,                false, true,  0",
        DIGEST + " " + DIGEST + ", true, true, 0",
    })
    void queryShouldBeCheckedInOrder(String fields, boolean allowed, boolean anonymous, String digit) {
        MingerResponder responder = start(configuration(anonymous, address -> allowed), exists);

        assertThat(exchange(responder, ("arvel@example.com " + fields).strip()))
                .isEqualTo("arvel@example.com " + digit);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOES_NOT_EXIST", "EXISTS_BUT_CANNOT_RECEIVE", "EXISTS"})
    void replyShouldSayWhatTheDirectorySays(MingerStatus status) {
        MingerResponder responder = start(open(), (mailbox, asker) -> CompletableFuture.completedStage(status));

        assertThat(exchange(responder, "a@b")).isEqualTo("a@b " + status.digit());
        assertThat(events).containsExactly("received", "replied " + status.digit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARVEL@Example.COM", "\"a b\"@example.com", "a@b@c", "!#$%@-"})
    void replyShouldEchoTheMailboxAsItCame(String mailbox) {
        assertThat(exchange(start(open(), exists), mailbox + "\r\n")).isEqualTo(mailbox + " 5");
    }

    @Test
    void queryShouldBeAnsweredWhenAnEmptyDatagramCameBefore() throws IOException {
        MingerResponder responder = start(open(), exists);
        InetSocketAddress to = responder.boundAddresses().get(0);

        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout(10_000);
            for (String query : List.of("", "", "a@b")) {
                socket.send(new DatagramPacket(query.getBytes(StandardCharsets.US_ASCII), query.length()));
            }
            DatagramPacket reply = new DatagramPacket(new byte[10], 10);
            socket.receive(reply);
            assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("a@b 5");
        }
    }

    @Test
    void bothSecretsShouldBeAcceptedWhenTwoAreLive() {
        MingerResponder responder = start(configuration(false, address -> true), exists);
        Mailbox mailbox = Mailbox.parse("arvel@example.com");

        for (Secret secret : List.of(OLD, NEW)) {
            assertThat(exchange(responder, text(MingerQuery.of(mailbox, secret))))
                    .isEqualTo(mailbox + " 5");
        }
        assertThat(exchange(responder, text(MingerQuery.of(mailbox, new Secret("another")))))
                .isEqualTo(mailbox + " 2");
    }

    @Test
    void allowedShouldBeLookedAtForEveryDatagram() {
        List<Network> networks = new CopyOnWriteArrayList<>();
        MingerResponder responder =
                start(configuration(true, source -> networks.stream().anyMatch(n -> n.contains(source))), exists);

        assertThat(exchange(responder, "a@b")).isEqualTo("a@b 1");
        networks.add(Network.parse("127.0.0.0/8"));
        assertThat(exchange(responder, "a@b")).isEqualTo("a@b 5");
    }

    @ParameterizedTest
    @CsvSource({"::1, ::1", "::, 127.0.0.1"})
    void queryShouldBeAnsweredOverIpv6AndOverDualStack(String bind, String target) {
        List<InetAddress> sources = new CopyOnWriteArrayList<>();
        MingerResponder responder = start(
                on(bind, configuration(true, source -> {
                    sources.add(source);
                    return true;
                })),
                exists);
        InetSocketAddress to = new InetSocketAddress(
                address(target), responder.boundAddresses().get(0).getPort());

        assertThat(exchange(to, "a@b", 10_000)).isEqualTo("a@b 5");
        assertThat(sources).containsExactly(address(target));
    }

    @Test
    void clientShouldUnderstandTheResponder() {
        MingerResponder responder = start(
                configuration(false, address -> true),
                (mailbox, asker) -> CompletableFuture.supplyAsync(
                        () -> mailbox.localPart().equals("arvel") ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST));
        int port = responder.boundAddresses().get(0).getPort();

        try (HostResolver resolver = HostResolver.ofSystem();
                MingerClient client = MingerClient.create(MingerClientConfiguration.of(resolver))) {
            assertThat(ask(client, new MingerServer("localhost", port, NEW), "arvel@example.com"))
                    .isEqualTo(MingerStatus.EXISTS);
            assertThat(ask(client, new MingerServer("127.0.0.1", port, OLD), "nobody@example.com"))
                    .isEqualTo(MingerStatus.DOES_NOT_EXIST);
            assertThat(ask(client, new MingerServer("127.0.0.1", port, null), "arvel@example.com"))
                    .isEqualTo(MingerStatus.BAD_CREDENTIALS);
        }
    }

    @Test
    void listenerShouldHearWhoAskedAndWhatItWasToldWhateverThatIs() {
        List<String> heard = new CopyOnWriteArrayList<>();
        MingerResponder responder = MingerResponder.start(
                configuration(false, address -> true),
                exists,
                MingerResponderMetrics.NOOP,
                (asker, status) -> heard.add(asker.getHostAddress() + " " + status),
                nonce -> false);
        started.add(responder);

        assertThat(exchange(responder, "arvel@example.com " + DIGEST)).endsWith(" 5");
        assertThat(exchange(responder, "arvel@example.com " + WRONG)).endsWith(" 2");

        assertThat(heard).containsExactly("127.0.0.1 EXISTS", "127.0.0.1 BAD_CREDENTIALS");
    }

    private static MingerStatus ask(MingerClient client, MingerServer server, String mailbox) {
        MingerOutcome outcome = client.ask(server, Mailbox.parse(mailbox))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(outcome).isInstanceOf(MingerOutcome.Answered.class);
        return ((MingerOutcome.Answered) outcome).status();
    }

    private static MingerResponderConfiguration on(String bind, MingerResponderConfiguration other) {
        return new MingerResponderConfiguration(
                List.of(new InetSocketAddress(address(bind), 0)),
                other.secrets(),
                other.anonymous(),
                other.allowed(),
                other.queriesPerSecondPerSource(),
                other.maximumInFlight(),
                other.directoryDeadline());
    }

    private static String text(MingerQuery query) {
        return new String(query.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
