// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.domainsharing.it.GatedServers.Site;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Servers are killed, stopped and started again while numbered messages flow, and each number is accounted for. Rome stays up;
 * some messages come in at Kyiv, which does not. {@code -Dchaos.seed} runs another course.
 */
@Tag("L2")
@ExtendWith({NoLeftovers.class, GatedServers.Shared.class})
class ChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", 3810);
    private static final Duration PACE = Duration.ofMillis(60);
    private static final int DURING = 110;
    private static final int ALL = 150;

    private final Random random = new Random(SEED);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    /** The stream waits for the next death, so that it is not over before it on a slow machine. */
    private volatile int mayBeSent;

    private final Site rome;
    private final Site oslo;
    private final Site kyiv;
    private final Ledger ledger;
    private final List<NumberedMessage> messages;

    ChaosIT(GatedServers servers) {
        this.rome = servers.rome;
        this.oslo = servers.oslo;
        this.kyiv = servers.kyiv;
        this.ledger = new Ledger(servers);
        this.messages = IntStream.range(0, ALL)
                .mapToObj(number -> NumberedMessage.of(number, random, rome, oslo, kyiv))
                .toList();
    }

    @AfterEach
    void stopSending() {
        clock.shutdownNow();
    }

    @Test
    void everyAcceptedNumberShouldBeDeliveredOnceOrQueuedOrReturnedWhileServersDie() {
        assumeThat(ServerKind.underTest())
                .as("it counts on it that a server which dies takes along what it had")
                .isEqualTo(ServerKind.MEMORY);
        List.of(rome, oslo, kyiv).forEach(site -> site.james.webAdmin().user(NumberedMessage.home(site), PASSWORD));
        forEachCopy(copy -> copy.liveAt(copy.site()));
        forEachCopy(copy -> copy.rememberAt(rome));

        mayBeSent = 35;
        CompletableFuture<Void> stream = send(messages.subList(0, DURING));
        awaitSent(15 + random.nextInt(10));
        ledger.dies(oslo, server -> {
            mayBeSent = 75;
            server.kill();
        });
        awaitSent(50 + random.nextInt(10));
        ledger.dies(kyiv, server -> {
            mayBeSent = ALL;
            server.stop();
        });
        JamesServer.startAll(oslo.james, kyiv.james);
        List.of(oslo, kyiv).forEach(site -> site.james.webAdmin().user(NumberedMessage.home(site), PASSWORD));
        kyiv.james.webAdmin().user(NumberedMessage.EXILE, PASSWORD);
        forEachCopy(copy -> {
            if (copy.site() == oslo && copy.moves()) {
                copy.liveAt(kyiv);
            } else if (copy.site() != rome && !(copy.site() == oslo && copy.vanishes())) {
                copy.liveAt(copy.site());
            }
        });
        stream.join();

        balanced(Duration.ZERO);
        Awaitility.await("what the log says to wait is what James has queued, while the gates are shut")
                .untilAsserted(
                        () -> assertThat(ledger.balance().queued()).isNotEmpty().hasSize(ledger.queueSizes()));

        oslo.gate.open();
        kyiv.gate.open();
        send(messages.subList(DURING, ALL)).join();
        Awaitility.await("the queues run empty").atMost(Duration.ofSeconds(40)).until(() -> ledger.queueSizes() == 0);

        Ledger.Balance after = balanced(Duration.ofSeconds(2));
        assertThat(after.queued()).isEmpty();
        assertThat(after.returned()).as("bounces").isNotEmpty().allMatch(copy -> copy.matches("n\\d*3-oslo.*"));
        assertThat(ledger.deliveredToTheMoved()).as("re-routed").isNotEmpty();
        assertThat(after.delivered())
                .as("the test must not excuse itself from counting")
                .hasSizeGreaterThan(ledger.counted().size() * 2 / 3);
    }

    /** Waits until every number has one fate, and fails with the numbers that have none or two. */
    private Ledger.Balance balanced(Duration stable) {
        Awaitility.await("seed " + SEED)
                .during(stable)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Ledger.Balance balance = ledger.balance();
                    assertThat(balance.missing())
                            .as("seed %d: neither delivered nor queued nor returned", SEED)
                            .isEmpty();
                    assertThat(balance.twice())
                            .as("seed %d: delivered or returned twice", SEED)
                            .isEmpty();
                });
        return ledger.balance();
    }

    private CompletableFuture<Void> send(List<NumberedMessage> some) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger next = new AtomicInteger();
        ScheduledFuture<?> ticks = clock.scheduleAtFixedRate(
                () -> {
                    try {
                        if (sent.get() == mayBeSent && next.get() < some.size()) {
                            return;
                        }
                        if (next.get() == some.size()) {
                            done.complete(null);
                            return;
                        }
                        handIn(some.get(next.getAndIncrement()));
                        sent.incrementAndGet();
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                0,
                PACE.toMillis(),
                TimeUnit.MILLISECONDS);
        return done.whenComplete((nothing, failure) -> ticks.cancel(false));
    }

    /** At Rome, or now and then at Kyiv, whether that is up or not. */
    private void handIn(NumberedMessage message) {
        Site entry = message.number() % 6 == 0 ? kyiv : rome;
        int life = ledger.livesOf(entry);
        try (SmtpSession session = SmtpSession.connect(entry.james.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail("ann@example.net");
            List<NumberedMessage.Copy> accepted = message.copies().stream()
                    .filter(copy -> session.rcpt(copy.recipient()).code() == 250)
                    .toList();
            if (!accepted.isEmpty() && session.data(message.text()).code() == 250) {
                accepted.forEach(copy -> ledger.accepted(copy, entry, life));
            }
        } catch (UncheckedIOException e) {
            // The server is away, or went away in the middle: it has accepted nothing that a client may rely on.
            return;
        }
    }

    private void awaitSent(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() >= count);
    }

    private void forEachCopy(Consumer<NumberedMessage.Copy> action) {
        messages.stream().flatMap(message -> message.copies().stream()).forEach(action);
    }
}
