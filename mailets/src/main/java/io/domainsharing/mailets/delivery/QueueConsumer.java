// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.DueMail;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.message.OriginalHead;
import io.domainsharing.network.InWords;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Takes mail out of one queue, at most so many at once, on threads of its own. Work that throws has its mail put back as it
 * is then, for a while.
 */
final class QueueConsumer {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueueConsumer.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** How often it is looked whether the work under way is over. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** What mail waits whose work failed for a reason that nobody foresaw. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final WaitingRoom room;
    private final int atOnce;
    private final Work work;
    private final Duration firstPause;
    private final Scheduler taker;
    private final Scheduler workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;
    private @Nullable Disposable subscription;

    /** What is done with one mail; afterwards it leaves the queue, unless it was held again. */
    @FunctionalInterface
    interface Work {
        void on(Mail mail, DueMail due) throws Exception;

        /** Whether the mail need not be opened, since nothing can be done with it now: it was held again. */
        default boolean leavesUntried(DueMail due) throws Exception {
            return false;
        }
    }

    QueueConsumer(WaitingRoom room, int atOnce, Work work) {
        this(room, atOnce, work, FIRST_PAUSE);
    }

    /** @param firstPause after it the queue is asked again for the first time when it gives no more */
    QueueConsumer(WaitingRoom room, int atOnce, Work work, Duration firstPause) {
        this.firstPause = firstPause;
        this.room = room;
        this.atOnce = atOnce;
        this.work = work;
        String name = room.name();
        // Of a kind on which to block is allowed: some rooms ask a broker or a database.
        this.taker = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, name + "-dequeue", 60, true);
        this.workers = Schedulers.newBoundedElastic(atOnce, Integer.MAX_VALUE, name, 60, true);
    }

    synchronized void start() {
        if (subscription == null) {
            subscription = items().flatMap(
                            item -> Mono.defer(() -> processed(item)).subscribeOn(workers), atOnce)
                    .subscribe();
        }
    }

    // On the taker alone: whoever asks James's ActiveMQ queue for mail waits for it, and a worker that waits keeps the
    // mail behind it from being done. Retried here, before flatMap, so that work under way goes on meanwhile.
    private Flux<DueMail> items() {
        return Flux.defer(room::due)
                .subscribeOn(taker)
                .concatWith(Mono.error(() -> new MessagingException("It ended, which no queue does by itself")))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, firstPause)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .scheduler(taker)
                        .doBeforeRetry(signal -> LOGGER.warn(
                                "The queue {} gives no more mail; it is asked anew within a minute",
                                room.name(),
                                signal.failure())));
    }

    /** Begins no more work. What is under way goes on; what is taken out meanwhile the queue gets back at the end. */
    void stopTaking() {
        stopping = true;
    }

    /**
     * Waits for the work under way, then ends within some seconds. A mail whose work is cut off may have been handed over
     * without its queue knowing; what is not done by then the queue keeps, as far as it is one that keeps mail.
     *
     * @param patience how long the work under way may take
     */
    synchronized void stop(Duration patience) {
        stopTaking();
        awaitWork(patience);
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
        }
        taker.dispose();
        workers.disposeGracefully()
                .timeout(GRACE)
                .onErrorResume(slow -> Mono.empty())
                .block(GRACE.plus(GRACE));
        workers.dispose();
    }

    // The queue counts a mail out when its item is done, which a subscription that is disposed of would cut off.
    private void awaitWork(Duration patience) {
        Boolean over = Flux.interval(Duration.ZERO, LOOK_EVERY)
                .filter(look -> underWay.get() == 0)
                .hasElements()
                .timeout(patience.plus(LOOK_EVERY), Mono.just(false))
                .block();
        if (!Boolean.TRUE.equals(over)) {
            LOGGER.warn(
                    "{} mails of the queue {} are cut off at a try that takes long: who takes one of them now gets it again after the"
                            + " next start",
                    underWay.get(),
                    room.name());
        }
    }

    // Never: it keeps its place, so that no other is taken out for it.
    private Mono<Void> processed(DueMail due) {
        underWay.incrementAndGet();
        try {
            if (stopping) {
                return Mono.never();
            }
            process(due);
            return Mono.empty();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void process(DueMail due) {
        Mail mail = null;
        try {
            if (work.leavesUntried(due)) {
                end(due);
                return;
            }
            mail = due.open();
            if (mail != null) {
                OriginalHead.restore(mail);
                work.on(mail, due);
                end(due);
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            // An error too: one strange mail must not take a worker away from all the others.
            LOGGER.error("{} goes back into the queue {} for {}", due.name(), room.name(), InWords.duration(PAUSE), e);
            putBack(due);
        } finally {
            if (mail != null) {
                LifecycleUtil.dispose(mail);
            }
        }
    }

    /**
     * Not by giving it back unless nothing else is left: James's memory queue offers such mail again at once and without end,
     * ActiveMQ gives it up to its dead letter queue after six times.
     */
    private void putBack(DueMail due) {
        try {
            due.hold(PAUSE);
            end(due);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("The queue {} does not take {}", room.name(), due.name(), e);
            due.giveBack();
        }
    }

    private void end(DueMail due) {
        try {
            due.leave();
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("The queue {} does not take note of {}", room.name(), due.name(), e);
        }
    }
}
