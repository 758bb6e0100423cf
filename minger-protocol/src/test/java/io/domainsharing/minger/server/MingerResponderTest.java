// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MingerResponderTest {
    private static final Secret OLD = new Secret("ThisIsASharedSecret");
    private static final Secret NEW = new Secret("0123456789abcdef");
    private static final String DIGEST = "d=CXhK7jcPFHAchFxB8NAp9w==";
    private static final String WRONG = "d=CXhK7jcPFHAchFxB8NAp9Q==";
    private static final String SILENCE = "(silence)";

    private final MingerDirectory exists = (mailbox, asker) -> CompletableFuture.completedStage(MingerStatus.EXISTS);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<MingerResponder> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(MingerResponder::close);
    }

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
    void queryShouldBeMalformedWhenOver1024Octets() {
        MingerResponder responder = start(open(), exists);

        assertThat(exchange(responder, "a@b v=" + "1".repeat(1018))).isEqualTo("a@b 5");
        assertThat(exchange(responder, "a@b v=" + "1".repeat(1019))).isEqualTo("a@b 0");
        assertThat(exchange(responder, "a@b v=" + "1".repeat(9000))).isEqualTo("a@b 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "a", "@", "\u0000\u00ff", "\u00e9@b"})
    void queryShouldStayUnansweredWhenThereIsNoMailbox(String query) {
        MingerResponder responder = start(open(), exists);

        assertThat(exchangeBriefly(responder, query)).isEqualTo(SILENCE);
        assertThat(events).containsExactly("received", "unanswered NO_MAILBOX");
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

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails", "says 2", "says null"})
    void queryShouldStayUnansweredWhenTheDirectoryFails(String how) {
        MingerResponder responder = start(open(), (mailbox, asker) -> switch (how) {
            case "throws" -> throw new IllegalStateException("down");
            case "fails" -> CompletableFuture.failedStage(new IOException("down"));
            case "says 2" -> CompletableFuture.completedStage(MingerStatus.BAD_CREDENTIALS);
            default -> new CompletableFuture<MingerStatus>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
        });

        assertThat(exchangeBriefly(responder, "a@b")).isEqualTo(SILENCE);
        await().untilAsserted(() -> assertThat(events).containsExactly("received", "unanswered DIRECTORY_FAILED"));
    }

    @Test
    void otherQueriesShouldBeAnsweredWhenTheDirectoryIsSlowAboutOne() {
        CompletableFuture<MingerStatus> slow = new CompletableFuture<>();
        MingerResponder responder = start(
                open(),
                (mailbox, asker) -> mailbox.localPart().equals("slow") ? slow : exists.statusOf(mailbox, asker));
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> exchange(responder, "slow@b"));
        await().until(() -> events.contains("received"));

        assertThat(exchange(responder, "quick@b")).isEqualTo("quick@b 5");
        slow.complete(MingerStatus.DOES_NOT_EXIST);

        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("slow@b 3");
    }

    @Test
    void queryShouldStayUnansweredWhenTooManyAreOpenAndBeAnsweredOnceTheyAreGivenUp() {
        MingerResponderConfiguration defaults = open();
        MingerResponderConfiguration one = new MingerResponderConfiguration(
                defaults.bind(), List.of(), true, defaults.allowed(), 1000, 1, Duration.ofMillis(400));
        MingerResponder responder = start(
                one,
                (mailbox, asker) -> mailbox.localPart().equals("slow")
                        ? new CompletableFuture<>()
                        : exists.statusOf(mailbox, asker));

        assertThat(exchangeBriefly(responder, "slow@b")).isEqualTo(SILENCE);
        assertThat(exchangeBriefly(responder, "quick@b")).isEqualTo(SILENCE);
        await().until(() -> events.contains("unanswered DIRECTORY_SILENT"));

        assertThat(exchange(responder, "quick@b")).isEqualTo("quick@b 5");
        assertThat(events).contains("unanswered OVERLOADED");
    }

    @Test
    void queriesShouldStayUnansweredWhenASourceAsksTooOften() {
        MingerResponderConfiguration defaults = open();
        MingerResponder responder = start(
                new MingerResponderConfiguration(
                        defaults.bind(), List.of(), true, defaults.allowed(), 2, 10, Duration.ofSeconds(5)),
                exists);

        assertThat(exchange(responder, "a@b")).isEqualTo("a@b 5");
        assertThat(exchange(responder, "a@b")).isEqualTo("a@b 5");
        assertThat(exchangeBriefly(responder, "a@b")).isEqualTo(SILENCE);
        assertThat(events).contains("unanswered RATE_LIMITED");
    }

    @Test
    void startShouldNameTheAddressWhenItIsTaken() {
        InetSocketAddress taken = start(open(), exists).boundAddresses().get(0);
        MingerResponderConfiguration same = MingerResponderConfiguration.of(taken, List.of(OLD), address -> true);

        assertThatThrownBy(() -> MingerResponder.start(same, exists, MingerResponderMetrics.NOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot bind UDP 127.0.0.1:" + taken.getPort());
    }

    @Test
    void closeShouldGiveThePortBackAndNeedNoSecondCall() {
        MingerResponder responder = start(open(), exists);
        InetSocketAddress address = responder.boundAddresses().get(0);

        responder.close();
        responder.close();

        start(MingerResponderConfiguration.of(address, List.of(OLD), source -> true), exists);
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
                (asker, status) -> heard.add(asker.getHostAddress() + " " + status));
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

    private MingerResponder start(MingerResponderConfiguration configuration, MingerDirectory directory) {
        MingerResponder responder = MingerResponder.start(configuration, directory, new MingerResponderMetrics() {
            @Override
            public void received() {
                events.add("received");
            }

            @Override
            public void replied(MingerStatus status) {
                events.add("replied " + status.digit());
            }

            @Override
            public void unanswered(Silence reason) {
                events.add("unanswered " + reason);
            }
        });
        started.add(responder);
        return responder;
    }

    private static MingerResponderConfiguration open() {
        return configuration(true, address -> true);
    }

    private static MingerResponderConfiguration configuration(boolean anonymous, Predicate<InetAddress> allowed) {
        return new MingerResponderConfiguration(
                List.of(new InetSocketAddress(address("127.0.0.1"), 0)),
                List.of(OLD, NEW),
                anonymous,
                allowed,
                1000,
                100,
                Duration.ofSeconds(5));
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

    private static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    private static String text(MingerQuery query) {
        return new String(query.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String exchange(MingerResponder responder, String query) {
        return exchange(responder.boundAddresses().get(0), query, 10_000);
    }

    private static String exchangeBriefly(MingerResponder responder, String query) {
        return exchange(responder.boundAddresses().get(0), query, 100);
    }

    private static String exchange(InetSocketAddress to, String query, int timeoutMillis) {
        byte[] octets = query.getBytes(StandardCharsets.ISO_8859_1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout(timeoutMillis);
            socket.send(new DatagramPacket(octets, octets.length));
            DatagramPacket reply = new DatagramPacket(new byte[2048], 2048);
            socket.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return SILENCE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
