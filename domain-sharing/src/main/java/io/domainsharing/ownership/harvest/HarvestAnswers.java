// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.james.core.MailAddress;

/**
 * What a suspect is told: what is known without asking anybody, and, where that is no yes, after a while. No thread waits; {@value
 * #MAXIMUM_DELAYED} answers are held back at once, and what exceeds them is given at once. Thread-safe.
 */
public final class HarvestAnswers {
    static final int MAXIMUM_DELAYED = 1_000;

    private final Ownership ownership;
    private final Duration delay;
    private final ScheduledExecutorService timer;
    private final Consumer<Verdict> answered;
    private final Semaphore delayed = new Semaphore(MAXIMUM_DELAYED);

    /**
     * Answers by these parts.
     *
     * @param timer runs nothing that blocks
     * @param answered hears each answer; must not block
     */
    public HarvestAnswers(
            Ownership ownership, Duration delay, ScheduledExecutorService timer, Consumer<Verdict> answered) {
        this.ownership = ownership;
        this.delay = delay;
        this.timer = timer;
        this.answered = answered;
    }

    /** Completes like {@link Ownership#withoutAsking}, or up to the delay later. */
    public CompletableFuture<Verdict> about(MailAddress address) {
        CompletionStage<Verdict> known = ownership.withoutAsking(address);
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        CompletionStage<Verdict> unused = known.whenComplete((verdict, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
                return;
            }
            answered.accept(verdict);
            boolean isYes = verdict.kind() != Verdict.Kind.NOBODY && verdict.kind() != Verdict.Kind.UNDETERMINED;
            if (isYes || delay.isZero() || !delayed.tryAcquire()) {
                answer.complete(verdict);
            } else {
                later(answer, verdict);
            }
        });
        return answer;
    }

    private void later(CompletableFuture<Verdict> answer, Verdict verdict) {
        try {
            Future<?> unused = timer.schedule(
                    () -> {
                        delayed.release();
                        answer.complete(verdict);
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // This server is stopping.
            delayed.release();
            answer.complete(verdict);
        }
    }
}
