// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange in flight, from its entry into the client's table to its only exit, {@link #finish}. Its state belongs to one
 * event loop; {@link #finish} may be called by any thread.
 */
final class ExchangeInFlight {
    private final SmtpCommand command;
    private final SmtpServer server;
    private final EventLoop loop;
    private final Duration step;
    private final long deadline;
    private final Consumer<ExchangeInFlight> leave;
    private final CompletableFuture<SmtpOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private @Nullable Future<?> budgetTimer;
    private @Nullable Runnable abandon;
    private boolean askedAgain;
    private boolean waited;
    private @Nullable Long turnAt;

    /** @param step how long the server may take for one step */
    ExchangeInFlight(
            SmtpCommand command,
            SmtpServer server,
            EventLoop loop,
            Duration step,
            Duration budget,
            Consumer<ExchangeInFlight> leave) {
        this.command = command;
        this.server = server;
        this.loop = loop;
        this.step = step;
        this.deadline = System.nanoTime() + budget.toNanos();
        this.leave = leave;
    }

    SmtpCommand command() {
        return command;
    }

    CompletionStage<SmtpOutcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    /** Starts the clock, and the task on the loop. */
    void start(Runnable task) {
        onLoop(() -> {
            budgetTimer = loop.schedule(
                    () -> fail(new NoAnswer(Reason.TIMEOUT, server + " gave no answer within the budget")),
                    left().toNanos(),
                    TimeUnit.NANOSECONDS);
            task.run();
        });
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    boolean isFinished() {
        return finished.get();
    }

    /** What to do with the connection, once the exchange has ended some other way than by an answer over it. */
    void setAbandon(@Nullable Runnable abandon) {
        this.abandon = abandon;
    }

    /** Whether it may be put on another connection; true once. */
    boolean mayAskAgain() {
        boolean may = !askedAgain && !finished.get();
        askedAgain = true;
        return may;
    }

    /** All connections to its server are in use by others. */
    void waitForTurn() {
        waited = true;
    }

    /** A connection is there for it, or is being opened. */
    void takeTurn() {
        if (turnAt == null) {
            turnAt = System.nanoTime();
        }
    }

    /** Finishes it on the loop. Time that it spent waiting for its turn here is no silence of the server. */
    void fail(NoAnswer none) {
        finish(
                none.reason() == Reason.TIMEOUT && isTurnCutShort()
                        ? new NoAnswer(Reason.OVERLOADED, "more questions to " + server + " than it answers in time")
                        : none);
    }

    private boolean isTurnCutShort() {
        return waited && (turnAt == null || System.nanoTime() - turnAt < step.toNanos());
    }

    /** The one place where an exchange ends; later calls do nothing. */
    void finish(SmtpOutcome result) {
        if (finished.compareAndSet(false, true)) {
            leave.accept(this);
            onLoop(this::release);
            outcome.complete(result);
        }
    }

    private void release() {
        if (budgetTimer != null) {
            budgetTimer.cancel(false);
        }
        Runnable task = abandon;
        abandon = null;
        if (task != null) {
            task.run();
        }
    }

    void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
            return;
        }
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            // Loops refuse work only after close(), which closes the sockets too.
            finish(new NoAnswer(Reason.CLOSED, "the SMTP client was closed"));
        }
    }
}
