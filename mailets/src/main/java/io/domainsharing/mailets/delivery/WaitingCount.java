// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.PeerName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How many mails wait in each queue, for metrics. Some of James's queues take seconds to tell, or ask a broker, and whoever
 * reads metrics must not wait: so a reader gets what was counted last and has it counted anew on a thread of its own, which
 * costs nothing while nobody reads. Thread-safe.
 */
final class WaitingCount {
    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingCount.class);

    private final Supplier<Map<PeerName, DestinationQueue>> destinations;
    private final UndeterminedQueue kept;
    private final LongSupplier nanoTime;
    private final Scheduler counter = Schedulers.newBoundedElastic(1, 1_000, "domain-sharing-waiting", 60, true);
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile long countedAt;
    private volatile @Nullable Counts last;

    /** @param mute queues that cannot tell; a destination without a queue has no mail */
    private record Counts(Map<PeerName, Long> byDestination, Set<PeerName> mute, @Nullable Long undetermined) {
        @Nullable
        Long of(PeerName destination) {
            return mute.contains(destination) ? null : byDestination.getOrDefault(destination, 0L);
        }

        long all() {
            return byDestination.values().stream().mapToLong(Long::longValue).sum();
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
        latest();
        metrics.watch(
                destination -> shown(counts -> counts.of(destination)),
                () -> shown(Counts::all),
                () -> shown(Counts::undetermined));
    }

    private @Nullable Number shown(Function<Counts, @Nullable Number> figure) {
        Counts counts = latest();
        return counts == null ? null : figure.apply(counts);
    }

    void stop() {
        counter.dispose();
    }

    private @Nullable Counts latest() {
        if (nanoTime.getAsLong() - countedAt >= QueueSnapshot.FRESH.toNanos() && counting.compareAndSet(false, true)) {
            try {
                counter.schedule(this::count);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("This server is stopping, and nothing is counted any more");
            }
        }
        return last;
    }

    private void count() {
        try {
            Map<PeerName, Long> counts = new HashMap<>();
            Set<PeerName> mute = new HashSet<>();
            destinations.get().forEach((name, queue) -> {
                Long count = count(queue.room());
                if (count == null) {
                    mute.add(name);
                } else {
                    counts.put(name, count);
                }
            });
            last = new Counts(counts, mute, count(kept.room()));
        } finally {
            countedAt = nanoTime.getAsLong();
            counting.set(false);
        }
    }

    private static @Nullable Long count(WaitingRoom room) {
        try {
            Long count = room.size();
            return count == null ? Long.valueOf(0) : count;
        } catch (MessagingException | RuntimeException e) {
            LOGGER.debug("The queue {} cannot tell its size", room.name(), e);
            return null;
        }
    }
}
