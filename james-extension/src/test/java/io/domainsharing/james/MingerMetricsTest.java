// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerClientMetrics;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.network.HostResolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MingerMetricsTest {
    private static final MingerServer TOKYO = new MingerServer("tokyo.example.net", 4069, null);

    private final MetricRegistry registry = new MetricRegistry();
    private final MingerMetrics testee = new MingerMetrics(registry);

    private Map<String, Long> counted() {
        return registry.getMeters().entrySet().stream()
                .filter(entry -> entry.getValue().getCount() > 0)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring("domainSharing.minger.".length()),
                        entry -> entry.getValue().getCount()));
    }

    private List<String> names(String prefix) {
        return registry.getNames().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    static Stream<Arguments> events() {
        return Stream.of(
                event("server.received", MingerMetrics::received),
                event(
                        "server.malformed.over1024Octets",
                        metrics -> metrics.malformed(QueryReading.Defect.OVER_1024_OCTETS)),
                event("server.replied.doesNotExist", metrics -> metrics.replied(MingerStatus.DOES_NOT_EXIST)),
                event(
                        "server.unanswered.rateLimited",
                        metrics -> metrics.unanswered(MingerResponderMetrics.Silence.RATE_LIMITED)),
                event("client.sent", metrics -> metrics.sent(TOKYO)),
                event(
                        "client.answered.exists",
                        metrics -> metrics.answered(TOKYO, MingerStatus.EXISTS, Duration.ofMillis(1))),
                event(
                        "client.notAnswered.timeout",
                        metrics -> metrics.notAnswered(TOKYO, MingerOutcome.Reason.TIMEOUT)),
                event(
                        "client.dropped.otherMailbox",
                        metrics -> metrics.dropped(TOKYO, MingerClientMetrics.DropReason.OTHER_MAILBOX)));
    }

    private static Arguments event(String name, Consumer<MingerMetrics> event) {
        return Arguments.of(name, event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventShouldAddOneToItsCounterAndToNoOther(String name, Consumer<MingerMetrics> event) {
        event.accept(testee);

        assertThat(counted()).isEqualTo(Map.of(name, 1L));
    }

    @Test
    void everyStatusAndEveryReasonShouldHaveACounterFromTheStart() {
        assertThat(names("domainSharing.minger.server.replied.")).hasSize(MingerStatus.values().length);
        assertThat(names("domainSharing.minger.server.unanswered."))
                .hasSize(MingerResponderMetrics.Silence.values().length);
        assertThat(names("domainSharing.minger.client.notAnswered.")).hasSize(MingerOutcome.Reason.values().length);
    }

    @Test
    @Timeout(30)
    void realQueryShouldBeCountedOnBothSides() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (MingerResponder responder = MingerResponder.start(
                        MingerResponderConfiguration.of(any, List.of(), source -> true),
                        (mailbox, asker) -> CompletableFuture.completedStage(MingerStatus.EXISTS),
                        testee);
                HostResolver resolver = HostResolver.ofSystem();
                MingerClient client = MingerClient.create(
                        MingerClientConfiguration.of(resolver).withMetrics(testee))) {
            InetSocketAddress bound = responder.boundAddresses().get(0);
            MingerServer server = new MingerServer(bound.getAddress().getHostAddress(), bound.getPort(), null);
            client.ask(server, Mailbox.parse("frank@example.com"))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(counted())
                .isEqualTo(Map.of(
                        "server.received", 1L,
                        "server.replied.badCredentials", 1L,
                        "client.sent", 1L,
                        "client.answered.badCredentials", 1L));
    }
}
