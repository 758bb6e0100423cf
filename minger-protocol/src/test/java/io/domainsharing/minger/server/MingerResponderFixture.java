// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.MingerStatus;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** A responder over a socket, and clients that write datagrams by hand. */
abstract class MingerResponderFixture {
    static final Secret OLD = new Secret("ThisIsASharedSecret");
    static final Secret NEW = new Secret("0123456789abcdef");
    static final String SILENCE = "(silence)";

    final MingerDirectory exists = (mailbox, asker) -> CompletableFuture.completedStage(MingerStatus.EXISTS);
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<MingerResponder> started = new ArrayList<>();

    final MingerResponderMetrics metrics = new MingerResponderMetrics() {
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
    };

    @AfterEach
    void close() {
        started.forEach(MingerResponder::close);
    }

    MingerResponder start(MingerResponderConfiguration configuration, MingerDirectory directory) {
        MingerResponder responder = MingerResponder.start(configuration, directory, metrics);
        started.add(responder);
        return responder;
    }

    static MingerResponderConfiguration open() {
        return configuration(true, address -> true);
    }

    static MingerResponderConfiguration configuration(boolean anonymous, Predicate<InetAddress> allowed) {
        return new MingerResponderConfiguration(
                List.of(new InetSocketAddress(address("127.0.0.1"), 0)),
                List.of(OLD, NEW),
                anonymous,
                allowed,
                1000,
                100,
                Duration.ofSeconds(5));
    }

    static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    static String exchange(MingerResponder responder, String query) {
        return exchange(responder.boundAddresses().get(0), query, 10_000);
    }

    static String exchange(InetSocketAddress to, String query, int timeoutMillis) {
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
