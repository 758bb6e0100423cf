// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate before one peer: so many questions at once and no more, and a circuit breaker. While that is open, questions
 * cost nothing and one probe, the address asked last, goes out every five seconds, so that a peer's return is noticed
 * without traffic too. Thread-safe.
 */
public final class GuardedLookup implements PeerLookup, AutoCloseable {
    /** Questions to one peer at once. */
    public static final int MAXIMUM_AT_ONCE = 1024;

    static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedLookup.class);
    private static final PeerAnswer KNOWN_DOWN =
            new NoAnswer(Reason.KNOWN_DOWN, "silent lately; asked again as soon as it answers a probe");
    private static final PeerAnswer OVERLOADED =
            new NoAnswer(Reason.OVERLOADED, MAXIMUM_AT_ONCE + " questions to this peer are in flight");
    private static final PeerAnswer CLOSED = new NoAnswer(Reason.CLOSED, "this server does not ask this peer any more");

    private final PeerName peer;
    private final PeerLookup lookup;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final PeerStateListener listener;
    private final CircuitBreaker breaker;
    private final Semaphore permits = new Semaphore(MAXIMUM_AT_ONCE);
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile @Nullable MailAddress lastAsked;
    private volatile boolean closed;

    /** @param nanos a clock such as {@link System#nanoTime} */
    public GuardedLookup(
            PeerName peer,
            PeerLookup lookup,
            Clock clock,
            LongSupplier nanos,
            ScheduledExecutorService timer,
            PeerStateListener listener) {
        this.peer = peer;
        this.lookup = lookup;
        this.nanos = nanos;
        this.timer = timer;
        this.listener = listener;
        this.breaker = new CircuitBreaker(clock);
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        if (closed) {
            return CompletableFuture.completedStage(CLOSED);
        }
        if (breaker.isOpen()) {
            return CompletableFuture.completedStage(KNOWN_DOWN);
        }
        if (!permits.tryAcquire()) {
            return CompletableFuture.completedStage(OVERLOADED);
        }
        lastAsked = address;
        return askNow(address).thenApply(answer -> {
            permits.release();
            return answer;
        });
    }

    public PeerState state() {
        return breaker.state();
    }

    /** Questions to this peer that wait for an answer. */
    public int inFlight() {
        return MAXIMUM_AT_ONCE - permits.availablePermits();
    }

    /** Ends the probes; questions in flight are answered as they come. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }

    private CompletionStage<PeerAnswer> askNow(MailAddress address) {
        long start = nanos.getAsLong();
        CompletionStage<PeerAnswer> asked;
        try {
            asked = lookup.ask(address);
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedStage(e);
        }
        return asked.exceptionally(this::failed).thenApply(answer -> {
            judge(answer, Duration.ofNanos(nanos.getAsLong() - start));
            return answer;
        });
    }

    private PeerAnswer failed(Throwable failure) {
        LOGGER.error("The look-up at peer {} failed, which it never may", peer, failure);
        return new NoAnswer(Reason.UNASKABLE, "the look-up failed: " + failure.getClass());
    }

    // What a peer that left says late is nobody's news.
    private void judge(PeerAnswer answer, Duration took) {
        if (closed) {
            return;
        }
        listener.onAnswer(peer, answer, took);
        if (answer.isAuthentic()) {
            authentic();
        } else if (answer instanceof NoAnswer none
                && none.reason().isSilence()
                && breaker.silent() == CircuitBreaker.Change.OPENED) {
            LOGGER.warn(
                    "Peer {} is down: {}, {}. Addresses it may own are answered 451 unless cached; those of a gateway as its"
                            + " whenUnreachable says",
                    peer,
                    none.reason(),
                    none.detail());
            listener.onDown(peer);
            startProbing();
        }
    }

    private void authentic() {
        if (breaker.authentic() == CircuitBreaker.Change.CLOSED) {
            LOGGER.info("Peer {} answers again", peer);
            listener.onReturn(peer);
        }
    }

    // One row of probes, however often the breaker closes and opens before the next one is due.
    private void startProbing() {
        if (probing.compareAndSet(false, true)) {
            probeLater();
        }
    }

    private void stopProbing() {
        probing.set(false);
        // It may have opened again a moment ago, and seen this row still going on.
        if (breaker.isOpen()) {
            startProbing();
        }
    }

    private void probeLater() {
        try {
            ScheduledFuture<?> unused = timer.schedule(this::probe, PROBE_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The timer is stopped, so this server is stopping.
            closed = true;
        }
    }

    private void probe() {
        MailAddress address = lastAsked;
        if (closed || address == null) {
            return;
        }
        if (!breaker.isOpen()) {
            stopProbing();
            return;
        }
        CompletionStage<PeerAnswer> unused = askNow(address).whenComplete((answer, failure) -> {
            if (breaker.isOpen()) {
                probeLater();
            } else {
                stopProbing();
            }
        });
    }
}
