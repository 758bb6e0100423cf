// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Secret;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.minger.transport.HostResolver;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client, datagrams and responder as they are, on loopback. */
@Timeout(30)
class MingerPeerLookupUdpTest {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final MingerResponder responder = MingerResponder.start(
            MingerResponderConfiguration.of(new InetSocketAddress(loopback(1), 0), List.of(SECRET), source -> true),
            this::statusOf,
            MingerResponderMetrics.NOOP);
    private final int port = responder.boundAddresses().get(0).getPort();
    private final HostResolver resolver = HostResolver.ofSystem();
    private final MingerClient client =
            MingerClient.create(MingerClientConfiguration.of(resolver).withTries(Duration.ofMillis(300), 2, BUDGET));

    @AfterEach
    void close() {
        client.close();
        resolver.close();
        responder.close();
    }

    private CompletionStage<MingerStatus> statusOf(Mailbox mailbox) {
        asked.add(mailbox.toString());
        return CompletableFuture.completedStage(
                switch (mailbox.localPart()) {
                    case "frank" -> MingerStatus.EXISTS;
                    case "full" -> MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
                    default -> MingerStatus.DOES_NOT_EXIST;
                });
    }

    private PeerAnswer ask(String address, Secret secret, InetAddress... hosts) {
        Peer peer = new Peer(
                new PeerName("tokyo"),
                Arrays.stream(hosts)
                        .map(host -> HostAndPort.fromParts(host.getHostAddress(), 25))
                        .toList(),
                LookupMethod.MINGER,
                port,
                secret,
                List.of(),
                Set.of());
        return new MingerPeerLookup(peer, client::ask, BUDGET, System::nanoTime)
                .ask(address(address))
                .toCompletableFuture()
                .join();
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"Frank@Example.COM, Accepts", "full@example.com, NotNow", "x@example.com, Unknown"})
    void answerShouldBeWhatThePeersDirectorySays(String address, String expected) {
        assertThat(ask(address, SECRET, loopback(1)).getClass().getSimpleName()).isEqualTo(expected);
        assertThat(asked).containsExactly(address.toLowerCase(Locale.ROOT));
    }

    @Test
    void wrongSecretShouldBeARefusalAndNeverANo() {
        assertThat(ask("x@example.com", new Secret("0123456789abcdef"), loopback(1)))
                .isInstanceOfSatisfying(NoAnswer.class, none -> {
                    assertThat(none.reason()).isEqualTo(Reason.REFUSED);
                    assertThat(none.detail()).contains("secret").doesNotContain("0123456789abcdef");
                });
        assertThat(asked).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void secondHostShouldAnswerWhenTheFirstIsSilent() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(port, loopback(2))) {
            assertThat(silent.isBound()).isTrue();
            assertThat(ask("frank@example.com", SECRET, loopback(2), loopback(1)))
                    .isEqualTo(new PeerAnswer.Accepts());
            assertThat(ask("x@example.com", SECRET, loopback(2), loopback(1))).isEqualTo(new PeerAnswer.Unknown());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void secondHostShouldAnswerWhenNobodyListensOnTheFirst() {
        assertThat(ask("frank@example.com", SECRET, loopback(3), loopback(1))).isEqualTo(new PeerAnswer.Accepts());
    }

    @Test
    void silenceShouldBeNoAnswerWhenEveryHostIsSilent() {
        responder.close();

        assertThat(ask("frank@example.com", SECRET, loopback(1)))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.UNREACHABLE));
    }
}
