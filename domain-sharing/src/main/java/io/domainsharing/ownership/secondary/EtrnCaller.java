// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every secondary for the mail that it holds for us, by ETRN (RFC 1985): as soon as this server is up, and again from time
 * to time, each one at moments of its own (docs/adr/0016). Thread-safe; never blocks.
 */
public final class EtrnCaller implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EtrnCaller.class);
    /** How often it is looked at whether this server is up, and whether it is the one that asks. */
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Within which the first calls are spread. */
    private static final Duration START = Duration.ofSeconds(1);
    /** How far each wait may differ from what it is meant to be, up and down. */
    private static final double JITTER = 0.1;

    private final List<SecondaryCalls> secondaries;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final DoubleSupplier random;
    private volatile boolean closed;

    /** Asks one server. Never blocks; the stage does not fail. */
    @FunctionalInterface
    public interface Etrn {
        CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand.Etrn etrn);
    }

    /**
     * @param every how often each secondary is asked while it answers
     * @param timer starts the calls; runs nothing that blocks
     * @param random from 0 to 1, each time another one
     */
    public EtrnCaller(
            Secondaries secondaries,
            Duration every,
            Etrn etrn,
            Clock clock,
            ScheduledExecutorService timer,
            DoubleSupplier random,
            EtrnListener listener) {
        this.secondaries = secondaries.all().stream()
                .map(secondary -> new SecondaryCalls(secondary, every, etrn, clock, listener))
                .toList();
        this.clock = clock;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Begins, once this server can take the mail that it asks for. A call that is due while another node of the site asks is made at
     * once when that is gone.
     *
     * @param isUp looked at again and again until it says so
     */
    public void start(BooleanSupplier isUp) {
        if (secondaries.isEmpty()) {
            return;
        }
        if (!isUp.getAsBoolean()) {
            after(LOOK, () -> start(isUp));
            return;
        }
        secondaries.forEach(secondary -> call(secondary, scaled(START, random.getAsDouble()), isUp));
    }

    /** In configured order. */
    public List<SecondaryState> states() {
        return secondaries.stream().map(SecondaryCalls::state).toList();
    }

    /** No call begins any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }

    private void call(SecondaryCalls secondary, Duration wait, BooleanSupplier isUp) {
        secondary.nextAt(clock.instant().plus(wait));
        after(wait, () -> {
            if (closed) {
                return;
            }
            if (!isUp.getAsBoolean()) {
                call(secondary, LOOK, isUp);
                return;
            }
            CompletionStage<Void> unused = secondary.round().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOGGER.error("Asking a secondary failed, which it never may", failure);
                }
                call(secondary, scaled(secondary.untilNext(), 1 - JITTER + 2 * JITTER * random.getAsDouble()), isUp);
            });
        });
    }

    private void after(Duration wait, Runnable task) {
        if (closed) {
            return;
        }
        try {
            ScheduledFuture<?> unused = timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The timer is stopped, so this server is stopping.
            closed = true;
        }
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
