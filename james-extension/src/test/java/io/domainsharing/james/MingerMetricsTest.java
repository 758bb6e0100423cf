// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.domainsharing.ownership.metric.Figures;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MingerMetricsTest {
    private static final MingerServer TOKYO = new MingerServer("tokyo.example.net", 4069, null);

    private final CollectorRegistry registry = new CollectorRegistry();
    private final MingerMetrics testee = new MingerMetrics(registry);

    static Stream<Arguments> events() {
        return Stream.of(
                event("minger_server_datagrams_total", MingerMetrics::received),
                event(
                        "minger_server_malformed_total{over_1024_octets}",
                        metrics -> metrics.malformed(QueryReading.Defect.OVER_1024_OCTETS)),
                event(
                        "minger_server_replies_total{does_not_exist}",
                        metrics -> metrics.replied(MingerStatus.DOES_NOT_EXIST)),
                event(
                        "minger_server_unanswered_total{rate_limited}",
                        metrics -> metrics.unanswered(MingerResponderMetrics.Silence.RATE_LIMITED)),
                event("minger_client_datagrams_total", metrics -> metrics.sent(TOKYO)),
                event(
                        "minger_client_answers_total{exists}",
                        metrics -> metrics.answered(TOKYO, MingerStatus.EXISTS, Duration.ofMillis(1))),
                event(
                        "minger_client_unanswered_total{timeout}",
                        metrics -> metrics.notAnswered(TOKYO, MingerOutcome.Reason.TIMEOUT)),
                event(
                        "minger_client_dropped_total{other_mailbox}",
                        metrics -> metrics.dropped(TOKYO, MingerClientMetrics.DropReason.OTHER_MAILBOX)));
    }

    private static Arguments event(String name, Consumer<MingerMetrics> event) {
        return Arguments.of(name, event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventShouldAddOneToItsCounterAndToNoOther(String name, Consumer<MingerMetrics> event) {
        event.accept(testee);

        assertThat(Figures.moved(registry)).isEqualTo(Map.of(name, 1.0));
    }

    @Test
    void everyStatusAndEveryReasonShouldHaveACounterFromTheStart() {
        assertThat(Figures.of(registry).keySet())
                .filteredOn(name -> name.startsWith("minger_server_replies_total{"))
                .hasSameSizeAs(MingerStatus.values());
        assertThat(Figures.of(registry).keySet())
                .filteredOn(name -> name.startsWith("minger_server_unanswered_total{"))
                .hasSameSizeAs(MingerResponderMetrics.Silence.values());
        assertThat(Figures.of(registry).keySet())
                .filteredOn(name -> name.startsWith("minger_client_unanswered_total{"))
                .hasSameSizeAs(MingerOutcome.Reason.values());
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
        assertThat(Figures.moved(registry))
                .isEqualTo(Map.of(
                        "minger_server_datagrams_total", 1.0,
                        "minger_server_replies_total{bad_credentials}", 1.0,
                        "minger_client_datagrams_total", 1.0,
                        "minger_client_answers_total{bad_credentials}", 1.0));
    }
}
