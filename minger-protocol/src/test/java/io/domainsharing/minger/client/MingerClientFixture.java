// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;
import io.domainsharing.minger.client.MingerOutcome.Reason;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.MisbehavingMingerPeer.Behaviour;
import io.domainsharing.network.HostResolver;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A client, and servers that answer as the test says. */
abstract class MingerClientFixture {
    static final Mailbox MAILBOX = Mailbox.parse("arvel@example.com");
    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(50);

    final RecordingMetrics metrics = new RecordingMetrics();
    final HostResolver resolver = HostResolver.ofSystem();
    final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        resolver.close();
    }

    static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    static HostResolver resolver(java.util.function.Function<String, CompletionStage<List<InetAddress>>> hosts) {
        return new HostResolver() {
            @Override
            public CompletionStage<List<InetAddress>> resolve(String host) {
                return hosts.apply(host);
            }

            @Override
            public void close() {}
        };
    }

    MisbehavingMingerPeer peer(Behaviour behaviour) {
        return opened(MisbehavingMingerPeer.start(behaviour));
    }

    MingerClient client(Duration timeout, int attempts) {
        return client(timeout, attempts, resolver);
    }

    MingerClient client(Duration timeout, int attempts, HostResolver hosts) {
        return opened(MingerClient.create(configuration(timeout, attempts, hosts)));
    }

    MingerClientConfiguration configuration(Duration timeout, int attempts, HostResolver hosts) {
        return MingerClientConfiguration.of(hosts)
                .withTries(timeout, attempts, LONG)
                .withMetrics(metrics);
    }

    <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    static MingerServer server(MisbehavingMingerPeer peer) {
        return serverNamed("127.0.0.1", peer);
    }

    static MingerServer serverNamed(String host, MisbehavingMingerPeer peer) {
        return new MingerServer(host, peer.address().getPort(), null);
    }

    static MingerOutcome ask(MingerClient client, MisbehavingMingerPeer peer) {
        return join(client.ask(server(peer), MAILBOX));
    }

    static MingerOutcome join(CompletionStage<MingerOutcome> stage) {
        return stage.toCompletableFuture().orTimeout(25, TimeUnit.SECONDS).join();
    }

    static MingerStatus status(MingerOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).status();
    }

    static Reason reason(MingerOutcome outcome) {
        assertThat(outcome).isInstanceOf(NoAnswer.class);
        return ((NoAnswer) outcome).reason();
    }
}
