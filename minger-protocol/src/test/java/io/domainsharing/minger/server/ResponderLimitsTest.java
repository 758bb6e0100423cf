// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.minger.MingerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a responder leaves unanswered, and what it holds. */
@Timeout(30)
class ResponderLimitsTest extends MingerResponderFixture {
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

    private static String exchangeBriefly(MingerResponder responder, String query) {
        return exchange(responder.boundAddresses().get(0), query, 100);
    }
}
