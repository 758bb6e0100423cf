// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.gateway.GatewayQueues;
import io.domainsharing.ownership.gateway.Gateways;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.junit.jupiter.api.AfterEach;

/** Listeners that take ETRN for some gateways. */
abstract class EtrnCommandFixture {
    static final EtrnClients FROM_HERE = new EtrnClients(List.of(Network.parse("127.0.0.0/8")), Set.of());
    static final EtrnClients BACKUP = new EtrnClients(List.of(), Set.of(Username.of("backup@user.example")));

    final Held held = new Held();
    final Deque<SmtpListener> listeners = new ArrayDeque<>();

    SmtpClient connect() throws Exception {
        return connect(
                gateway("one.example", FROM_HERE),
                gateway("a.one.example", FROM_HERE),
                gateway("b.a.one.example", FROM_HERE),
                gateway("c.one.example", BACKUP),
                gateway("notone.example", FROM_HERE),
                gateway("quiet.example", FROM_HERE),
                gateway("broken.example", FROM_HERE),
                gateway("user.example", BACKUP),
                gateway("closed.example", EtrnClients.NOBODY));
    }

    SmtpClient connect(Gateway... gateways) throws Exception {
        Gateways all = Gateways.open(List.of(gateways), Path::of);
        listeners.push(SmtpListener.with(parts -> new EtrnCommand(
                all,
                held,
                new UnknownCmdHandler(new RecordingMetricFactory()),
                parts.clock(),
                parts.metrics(),
                parts.check(),
                parts.pool(),
                parts.trouble())));
        return listeners.element().connect();
    }

    static SmtpClient greeted(SmtpClient client) throws Exception {
        assertThat(client.exchange("EHLO client.example")).startsWith("250");
        return client;
    }

    @AfterEach
    void stop() {
        listeners.forEach(SmtpListener::close);
    }

    static void logIn(SmtpClient client, String user) throws Exception {
        String plain = Base64.getEncoder().encodeToString(("\0" + user + "\0secret").getBytes(StandardCharsets.UTF_8));
        client.send("AUTH PLAIN");
        assertThat(client.reply()).startsWith("334");
        assertThat(client.exchange(plain)).startsWith("235");
    }

    static Gateway gateway(String domain, EtrnClients etrn) {
        return new Gateway(
                Domain.of(domain),
                List.of(HostAndPort.fromParts("mx." + domain, 25)),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false,
                etrn,
                List.of());
    }

    static final class Held implements GatewayQueues {
        private static final Map<String, Long> COUNTS =
                Map.of("one.example", 3L, "a.one.example", 4L, "b.a.one.example", 1L, "quiet.example", 0L);

        final List<String> started = new CopyOnWriteArrayList<>();
        final Map<String, String> askers = new ConcurrentHashMap<>();
        final CompletableFuture<OptionalLong> slow = new CompletableFuture<>();

        @Override
        public CompletionStage<OptionalLong> start(Gateway gateway, String asker) {
            String domain = gateway.domain().asString();
            started.add(domain);
            askers.put(domain, asker);
            return switch (domain) {
                case "broken.example" -> CompletableFuture.failedStage(new IllegalStateException("no queue"));
                case "slow.example" -> slow;
                default -> CompletableFuture.supplyAsync(() -> OptionalLong.of(COUNTS.getOrDefault(domain, 7L)));
            };
        }
    }
}
