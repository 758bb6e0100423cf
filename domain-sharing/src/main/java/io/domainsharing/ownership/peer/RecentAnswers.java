// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What each peer said last, and how long its latest {@value #SAMPLES} answers took; for operators. In memory, bounded, and
 * forgotten with the peer. Thread-safe; a note takes no lock.
 */
public final class RecentAnswers implements PeerStateListener, PeerChangeListener {
    static final int SAMPLES = 256;

    private final Clock clock;
    private final Map<PeerName, History> histories = new ConcurrentHashMap<>();

    /**
     * The last word of a peer, or its silence.
     *
     * @param took until the answer, or until it was given up
     */
    public record Last(PeerAnswer answer, Duration took, Instant at) {}

    /**
     * How long a peer's answers took. Silence is none.
     *
     * @param p50 half of them took no longer
     * @param p99 one in a hundred took longer
     * @param samples how many answers these figures are of
     */
    public record RoundTrip(Duration p50, Duration p99, int samples) {}

    public RecentAnswers(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
        histories.computeIfAbsent(peer, added -> new History()).note(new Last(answer, took, clock.instant()));
    }

    /** Empty: it was not asked yet. */
    public Optional<Last> last(PeerName peer) {
        return Optional.ofNullable(histories.get(peer)).map(known -> known.last);
    }

    /** Empty: it has not answered yet. */
    public Optional<RoundTrip> roundTrip(PeerName peer) {
        return Optional.ofNullable(histories.get(peer)).flatMap(History::roundTrip);
    }

    // What one has said that is another one now counts no longer.
    @Override
    public void afterSwap(PeerChange change) {
        change.changed().forEach(histories::remove);
        histories.keySet().retainAll(change.after().names());
    }

    private static final class History {
        private final AtomicLongArray nanos = new AtomicLongArray(SAMPLES);
        private final AtomicInteger noted = new AtomicInteger();
        private volatile @Nullable Last last;

        void note(Last latest) {
            last = latest;
            if (latest.answer().isAuthentic()) {
                // The count starts anew before it overflows, with a ring that is full.
                int place = noted.getAndUpdate(count -> count == 2 * SAMPLES - 1 ? SAMPLES : count + 1);
                nanos.set(place % SAMPLES, latest.took().toNanos());
            }
        }

        Optional<RoundTrip> roundTrip() {
            int samples = Math.min(noted.get(), SAMPLES);
            if (samples == 0) {
                return Optional.empty();
            }
            long[] sorted = new long[samples];
            for (int i = 0; i < samples; i++) {
                sorted[i] = nanos.get(i);
            }
            Arrays.sort(sorted);
            return Optional.of(new RoundTrip(percentile(sorted, 50), percentile(sorted, 99), samples));
        }

        // The nearest rank: a figure that was measured, and no mean of two.
        private static Duration percentile(long[] sorted, int percent) {
            int rank = (sorted.length * percent + 99) / 100;
            return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
        }
    }
}
