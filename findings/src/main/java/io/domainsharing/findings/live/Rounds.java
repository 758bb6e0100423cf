// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs the rules of a running server, each part at its own pace, one after the other on a thread that does nothing else and may
 * block: a start waits for none of them. While a part finds something it is looked at again within a minute, so that what is
 * mended is soon told. Thread-safe.
 */
public final class Rounds implements AutoCloseable {
    private static final Duration WHILE_FOUND = Duration.ofMinutes(1);

    private final List<Part> parts;
    private final FindingsBoard board;
    private final ScheduledExecutorService thread;
    private boolean started;

    /**
     * Some rules that are looked at together.
     *
     * @param first how long after the start
     * @param every how long after the round before
     * @param rules may block, and may fail
     */
    public record Part(String name, Duration first, Duration every, Rules rules) {}

    /** Looks at a part of this server. */
    @FunctionalInterface
    public interface Rules {
        void check(Findings findings);
    }

    /**
     * Runs nothing before {@link #start}.
     *
     * @param thread of these rounds alone; closed with them
     */
    public Rounds(List<Part> parts, FindingsBoard board, ScheduledExecutorService thread) {
        this.parts = List.copyOf(parts);
        this.board = board;
        this.thread = thread;
    }

    /** Begins; does nothing the second time. */
    public synchronized void start() {
        if (!started) {
            started = true;
            parts.forEach(part -> later(part, part.first()));
        }
    }

    private void later(Part part, Duration wait) {
        try {
            Future<?> unused = thread.schedule(() -> run(part), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
            return;
        }
    }

    private void run(Part part) {
        Findings findings = new Findings("");
        findings.attempt(Place.of(part.name()), () -> part.rules().check(findings));
        List<Finding> found = findings.all();
        board.replace(part.name(), found);
        boolean isWell = found.stream().noneMatch(finding -> finding.severity().isMistake());
        later(part, isWell || part.every().compareTo(WHILE_FOUND) < 0 ? part.every() : WHILE_FOUND);
    }

    /** Idempotent. A round that runs is interrupted. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
