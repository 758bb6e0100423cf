// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Client, datagrams and responder as they are, on loopback. */
class MingerPeerLookupUdpTest extends PeerLookupContract {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean mute;
    private volatile boolean refusing;
    private final MingerResponder responder = MingerResponder.start(
            MingerResponderConfiguration.of(
                    new InetSocketAddress(loopback(1), 0), List.of(SECRET), source -> !refusing),
            (mailbox, asker) -> statusOf(mailbox),
            MingerResponderMetrics.NOOP);
    private final int port = responder.boundAddresses().get(0).getPort();
    private final MingerClient client =
            MingerClient.create(MingerClientConfiguration.of(resolver).withTries(Duration.ofMillis(300), 2, BUDGET));

    private CompletionStage<MingerStatus> statusOf(Mailbox mailbox) {
        asked.add(mailbox.toString());
        if (mute) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.completedStage(
                switch (mailbox.localPart()) {
                    case "frank" -> MingerStatus.EXISTS;
                    case "full" -> MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
                    default -> MingerStatus.DOES_NOT_EXIST;
                });
    }

    @Override
    LookupMethod method() {
        return LookupMethod.MINGER;
    }

    @Override
    int port() {
        return port;
    }

    @Override
    PeerLookup lookup(Peer peer) {
        return new MingerPeerLookup(peer, client::ask, BUDGET, System::nanoTime);
    }

    @Override
    List<String> asked() {
        return asked;
    }

    @Override
    void mute() {
        mute = true;
    }

    @Override
    void refuse() {
        refusing = true;
    }

    @Override
    void stop() {
        responder.close();
    }

    @Override
    void closeAll() {
        client.close();
        responder.close();
    }

    @Test
    void wrongSecretShouldBeARefusalAndNeverANo() throws Exception {
        assertThat(ask(address("x@example.com"), new Secret("0123456789abcdef"), loopback(1)))
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
            assertThat(ask("frank@example.com", loopback(2), loopback(1))).isEqualTo(new PeerAnswer.Accepts());
            assertThat(ask("x@example.com", loopback(2), loopback(1))).isEqualTo(new PeerAnswer.Unknown());
        }
    }
}
