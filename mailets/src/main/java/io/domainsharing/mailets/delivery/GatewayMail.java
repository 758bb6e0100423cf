// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.gateway.GatewayQueues;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The mail in the queues of gateways, brought forward when somebody asks. Queues may be slow to count and to flush (James's
 * JMS queues take seconds), so that is done on threads of its own. Thread-safe.
 */
@Singleton
public final class GatewayMail implements GatewayQueues, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayMail.class);
    static final Duration PAUSE = Duration.ofSeconds(1);
    /** After that a flush is said to be going on, with its mails uncounted. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** After that a flush that still goes on is taken for one that never ends. */
    static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 4;

    private final PeerDelivery delivery;
    private final LongSupplier nanoTime;
    private final Scheduler flusher =
            Schedulers.newBoundedElastic(AT_ONCE, Integer.MAX_VALUE, "domain-sharing-etrn", 60, true);
    private final Map<PeerName, Flush> latest = new ConcurrentHashMap<>();

    /**
     * @param next when another may begin; unknown until this one has ended
     * @param answer the same for all who ask meanwhile, so that nothing piles up behind a flush that never ends
     */
    private record Flush(long startedAt, CompletableFuture<Long> next, CompletionStage<OptionalLong> answer) {
        boolean isOver(long now) {
            return next.isDone() && now - next.join() >= 0;
        }

        boolean hangs(long now) {
            return !next.isDone() && now - startedAt >= DEADLINE.toNanos();
        }
    }

    @Inject
    public GatewayMail(PeerDelivery delivery) {
        this(delivery, System::nanoTime);
    }

    GatewayMail(PeerDelivery delivery, LongSupplier nanoTime) {
        this.delivery = delivery;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletionStage<OptionalLong> start(Gateway gateway, String asker) {
        long now = nanoTime.getAsLong();
        Flush flush = latest.compute(
                gateway.name(),
                (name, before) -> before == null || before.isOver(now) ? flush(name, asker, now) : before);
        return flush.hangs(now)
                ? CompletableFuture.failedStage(new TimeoutException("the queue of " + gateway.name()
                        + " has been at an earlier flush for more than " + DEADLINE.toSeconds() + " s"))
                : flush.answer();
    }

    /** Idempotent. What has not begun by then ends exceptionally. */
    @Override
    public void close() {
        flusher.dispose();
    }

    private Flush flush(PeerName name, String asker, long now) {
        CompletableFuture<OptionalLong> mails = Mono.fromCallable(() -> retryNow(name, asker))
                .subscribeOn(flusher)
                .toFuture();
        CompletableFuture<Long> next = mails.handle((count, failure) -> nextAfter(now));
        CompletionStage<OptionalLong> answer = next.thenCompose(ended -> mails)
                .completeOnTimeout(OptionalLong.empty(), PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                .minimalCompletionStage();
        return new Flush(now, next, answer);
    }

    /** Those who ask all the time leave the queue as much time for everything else. */
    private long nextAfter(long startedAt) {
        long now = nanoTime.getAsLong();
        return now + Math.min(DEADLINE.toNanos(), Math.max(PAUSE.toNanos(), now - startedAt));
    }

    private OptionalLong retryNow(PeerName name, String asker) throws MessagingException {
        DestinationQueue queue = delivery.queueOf(name);
        if (queue == null) {
            throw new MessagingException("no DomainSharingMailet serves the queue of " + name);
        }
        OptionalLong count = toFlush(queue.room());
        // James's JMS queues wait two seconds for the first mail of a flush.
        if (!count.equals(OptionalLong.of(0))) {
            queue.retryNow();
            LOGGER.info(
                    "{} mails for {} are tried now: {} has asked by ETRN",
                    count.isPresent() ? count.getAsLong() : "All",
                    name,
                    asker);
        }
        return count;
    }

    /** How much it is; empty where the room cannot tell now. */
    static OptionalLong toFlush(WaitingRoom room) throws MessagingException {
        if (!room.isReleasable()) {
            throw new MessagingException("The queue " + room.name() + " cannot be flushed");
        }
        try {
            Long size = room.size();
            return size == null ? OptionalLong.empty() : OptionalLong.of(size);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.warn("The queue {} cannot tell its size", room.name(), e);
            return OptionalLong.empty();
        }
    }
}
