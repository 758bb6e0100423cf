// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static io.domainsharing.minger.torture.MisbehavingMingerPeer.answers;
import static io.domainsharing.minger.torture.MisbehavingMingerPeer.drops;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.Reason;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.network.HostResolver;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which addresses of a server are asked, and from which of ours. */
@Timeout(30)
class ServerAddressTest extends MingerClientFixture {
    @Test
    void askShouldBeUnreachableAtOnceWhenNobodyListens() throws Exception {
        int port;
        try (DatagramSocket gone = new DatagramSocket(new InetSocketAddress(address("127.0.0.1"), 0))) {
            port = gone.getLocalPort();
        }

        assertThat(reason(join(client(LONG, 3).ask(new MingerServer("127.0.0.1", port, null), MAILBOX))))
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void askShouldTryTheNextAddressWhenTheFirstIsUnreachable() {
        MisbehavingMingerPeer peer = peer(answers(5));
        HostResolver two = resolvingTo("127.0.0.2", "127.0.0.1");

        assertThat(join(client(LONG, 1, two).ask(serverNamed("two", peer), MAILBOX)))
                .isInstanceOfSatisfying(
                        Answered.class, answered -> assertThat(answered.from()).isEqualTo(peer.address()));
    }

    @Test
    void askShouldTryTheNextAddressWhenTheFirstIsSilent() {
        MisbehavingMingerPeer peer = peer(answers(5));
        MisbehavingMingerPeer silent = MisbehavingMingerPeer.start(
                new InetSocketAddress(address("127.0.0.2"), peer.address().getPort()), drops());
        opened.add(silent);
        HostResolver two = resolvingTo("127.0.0.2", "127.0.0.1");

        assertThat(status(join(client(SHORT, 2, two).ask(serverNamed("two", peer), MAILBOX))))
                .isEqualTo(MingerStatus.EXISTS);
        assertThat(silent.received()).hasSize(1);
    }

    @Test
    void askShouldBeUnresolvableWhenTheHostHasNoAddress() {
        HostResolver none = resolver(host -> CompletableFuture.failedStage(new UnknownHostException(host)));

        assertThat(reason(join(client(LONG, 1, none).ask(new MingerServer("nowhere.invalid", 4069, null), MAILBOX))))
                .isEqualTo(Reason.UNRESOLVABLE);
    }

    @Test
    void askShouldTimeOutWhenTheResolverIsSilent() {
        HostResolver silent = resolver(host -> new CompletableFuture<>());
        MingerClient client = client(LONG, 1, silent);

        assertThat(reason(join(client.ask(new MingerServer("slow", 4069, null), MAILBOX, SHORT))))
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void askShouldWorkOverIpv6() {
        MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(new InetSocketAddress(address("::1"), 0), answers(5));
        opened.add(peer);

        assertThat(status(join(client(LONG, 1)
                        .ask(new MingerServer("[::1]", peer.address().getPort(), null), MAILBOX))))
                .isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void askShouldComeFromTheBoundAddressWhenThereIsOne() {
        MisbehavingMingerPeer peer = peer(answers(5));
        MingerClient client =
                opened(MingerClient.create(configuration(LONG, 1, resolver).withBind(address("127.0.0.7"))));

        assertThat(status(ask(client, peer))).isEqualTo(MingerStatus.EXISTS);
        assertThat(peer.received().get(0).from().getAddress().getHostAddress()).isEqualTo("127.0.0.7");
    }

    private static HostResolver resolvingTo(String... literals) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(address(literal));
        }
        return resolver(host -> CompletableFuture.completedStage(addresses));
    }
}
