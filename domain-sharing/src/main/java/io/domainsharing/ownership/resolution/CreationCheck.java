// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the peers once more, some seconds after an address was allowed to be created here: of two servers that create it in
 * the same instant each hears "no" from the other before, and "yes" now. Where a peer gives no answer it is asked again
 * after a minute and after ten; then a warning says that it remains open. Addresses wait in one queue, at most {@value
 * #MAXIMUM}, {@value #AT_ONCE} leave it a second. What waits is lost when this server stops. Thread-safe; never blocks.
 */
public final class CreationCheck implements AutoCloseable {
    static final int MAXIMUM = 10_000;
    static final int AT_ONCE = 100;
    static final Duration FIRST = Duration.ofSeconds(3);
    static final Duration JITTER = Duration.ofSeconds(2);
    static final List<Duration> AGAIN = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private static final Logger LOGGER = LoggerFactory.getLogger(CreationCheck.class);
    private static final String REMEDY = "POST /domain-sharing/conflicts checks all addresses";

    private final ConflictCheck check;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final LogLimit full;
    private final LogLimit open;
    private final Map<MailAddress, Waiting> queue = new LinkedHashMap<>();
    private boolean ticking;
    private boolean closed;

    /**
     * Checks by these parts.
     *
     * @param timer runs nothing that blocks
     * @param background reads James's repositories
     */
    public CreationCheck(ConflictCheck check, Clock clock, ScheduledExecutorService timer, Executor background) {
        this.check = check;
        this.clock = clock;
        this.timer = timer;
        this.background = background;
        this.full = new LogLimit(clock);
        this.open = new LogLimit(clock);
    }

    private record Waiting(MailAddress address, long due, int asked) {}

    /** Checks an address that is about to be created; one that waits already starts to wait anew. */
    public synchronized void later(MailAddress address) {
        long jitter = ThreadLocalRandom.current().nextLong(JITTER.toMillis());
        queue.remove(address);
        add(new Waiting(address, clock.millis() + FIRST.toMillis() + jitter, 0));
    }

    synchronized int waiting() {
        return queue.size();
    }

    /** Nothing is asked any more. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        queue.clear();
    }

    private synchronized void add(Waiting waiting) {
        if (closed) {
            return;
        }
        if (queue.size() >= MAXIMUM && !queue.containsKey(waiting.address())) {
            full.run(leftOut -> LOGGER.warn(
                    "{} was created and is not checked for conflicts, nor were {} before it: too many wait already. {}",
                    waiting.address(),
                    leftOut,
                    REMEDY));
            return;
        }
        queue.putIfAbsent(waiting.address(), waiting);
        tickLater();
    }

    private synchronized void tickLater() {
        if (ticking || closed || queue.isEmpty()) {
            return;
        }
        try {
            ScheduledFuture<?> unused = timer.schedule(this::tick, 1, TimeUnit.SECONDS);
            ticking = true;
        } catch (RejectedExecutionException e) {
            // The timer is stopped, so this server is stopping.
            close();
        }
    }

    private void tick() {
        List<Waiting> due = takeDue();
        if (!due.isEmpty()) {
            try {
                background.execute(() -> due.forEach(this::ask));
            } catch (RejectedExecutionException e) {
                // No thread is free now: they wait for the next second.
                due.forEach(this::add);
            }
        }
        tickLater();
    }

    private synchronized List<Waiting> takeDue() {
        ticking = false;
        long now = clock.millis();
        List<Waiting> due = new ArrayList<>();
        for (Iterator<Waiting> all = queue.values().iterator(); all.hasNext() && due.size() < AT_ONCE; ) {
            Waiting waiting = all.next();
            if (waiting.due() <= now) {
                all.remove();
                due.add(waiting);
            }
        }
        return due;
    }

    private void ask(Waiting waiting) {
        Verdict here = check.here(waiting.address());
        switch (here.kind()) {
            case LOCAL -> {
                CompletionStage<Void> unused = check.of(waiting.address(), FoundBy.CREATION)
                        .thenAccept(outcome -> againUnlessAnswered(waiting, outcome.unanswered()));
            }
            case UNDETERMINED -> againUnlessAnswered(waiting, List.of("the local directory"));
            case NOBODY, ON_PEER, ON_GATEWAY -> {
                // It does not exist here any more.
            }
        }
    }

    private void againUnlessAnswered(Waiting waiting, List<?> silent) {
        if (silent.isEmpty()) {
            return;
        }
        if (waiting.asked() < AGAIN.size()) {
            long due = clock.millis() + AGAIN.get(waiting.asked()).toMillis();
            add(new Waiting(waiting.address(), due, waiting.asked() + 1));
        } else {
            open.run(leftOut -> LOGGER.warn(
                    "{} was created, and it remains open whether it exists on {} too, as for {} addresses before it. {}",
                    waiting.address(),
                    silent,
                    leftOut,
                    REMEDY));
        }
    }
}
