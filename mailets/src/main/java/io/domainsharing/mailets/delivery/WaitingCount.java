// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How many mails wait in each queue, and since when, for metrics. Some of James's queues take seconds to tell, or ask a broker, and whoever
 * reads metrics must not wait for them: so the first reader has it counted anew on a thread of its own and waits for it for at most
 * {@link #PATIENCE}; where that is too short, and for all other readers, what was counted last has to do. Costs nothing while
 * nobody reads. Thread-safe.
 */
final class WaitingCount {
    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingCount.class);

    /** Well below the patience of whoever scrapes. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Map<PeerName, DestinationQueue>> destinations;
    private final UndeterminedQueue kept;
    private final LongSupplier nanoTime;
    private final Scheduler counter = Schedulers.newBoundedElastic(1, 1_000, "domain-sharing-waiting", 60, true);
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile long countedAt;
    private volatile @Nullable Counts last;

    /** @param undetermined null: that queue cannot tell */
    private record Counts(Map<PeerName, HeldMail> byDestination, @Nullable Long undetermined) {
        /** A destination without a queue has no mail. */
        HeldMail of(PeerName destination) {
            return byDestination.getOrDefault(destination, HeldMail.NONE);
        }
    }

    WaitingCount(
            Supplier<Map<PeerName, DestinationQueue>> destinations, UndeterminedQueue kept, LongSupplier nanoTime) {
        this.destinations = destinations;
        this.kept = kept;
        this.nanoTime = nanoTime;
        this.countedAt = nanoTime.getAsLong() - QueueSnapshot.FRESH.toNanos();
    }

    void showIn(DeliveryMetrics metrics) {
        metrics.watch(this);
    }

    /** Null: not known. */
    @Nullable
    Number mails(PeerName destination) {
        return shown(counts -> counts.of(destination).waiting());
    }

    /** In seconds since 1970; null: none waits, or not known. */
    @Nullable
    Number oldestSince(PeerName destination) {
        return shown(counts -> {
            Instant oldest = counts.of(destination).oldestSince();
            return oldest == null ? null : oldest.toEpochMilli() / 1e3;
        });
    }

    /** 1: what was last tried for it still waits; null: not known. */
    @Nullable
    Number isFailing(PeerName destination) {
        return shown(counts -> counts.of(destination).lastFailure() == null ? 0 : 1);
    }

    /** In the queues of all but these; null: not known. */
    @Nullable
    Number mailsOfOthers(Predicate<PeerName> these) {
        return shown(counts -> counts.byDestination().entrySet().stream()
                .filter(entry -> !these.test(entry.getKey()))
                .mapToLong(entry -> Objects.requireNonNullElse(entry.getValue().waiting(), 0L))
                .sum());
    }

    /** Null: not known. */
    @Nullable
    Number undetermined() {
        return shown(Counts::undetermined);
    }

    private @Nullable Number shown(Function<Counts, @Nullable Number> figure) {
        Counts counts = latest();
        return counts == null ? null : figure.apply(counts);
    }

    void stop() {
        counter.dispose();
    }

    private @Nullable Counts latest() {
        if (isOld() && counting.compareAndSet(false, true)) {
            CountDownLatch counted = new CountDownLatch(1);
            try {
                counter.schedule(() -> count(counted));
                if (!counted.await(PATIENCE.toSeconds(), SECONDS)) {
                    LOGGER.debug("The queues take more than {} to count; the last figures are shown", PATIENCE);
                }
            } catch (RejectedExecutionException e) {
                LOGGER.debug("This server is stopping, and nothing is counted any more");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return last;
    }

    private boolean isOld() {
        return nanoTime.getAsLong() - countedAt >= QueueSnapshot.FRESH.toNanos();
    }

    private void count(CountDownLatch counted) {
        try {
            Map<PeerName, HeldMail> counts = new HashMap<>();
            destinations.get().forEach((name, queue) -> counts.put(name, queue.held()));
            last = new Counts(counts, kept.count());
        } finally {
            countedAt = nanoTime.getAsLong();
            counting.set(false);
            counted.countDown();
        }
    }
}
