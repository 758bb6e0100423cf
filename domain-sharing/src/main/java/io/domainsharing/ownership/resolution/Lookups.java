// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions in flight, at most one per address that others may join. A question leaves the table when every peer has
 * answered or when its budget is spent, whichever comes first; answers that come later are still made use of. Thread-safe.
 */
final class Lookups implements AutoCloseable {
    static final int MAXIMUM = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Lookups.class);
    private static final String THIS_SERVER = "this server";

    private final PeerDirectory directory;
    private final PeerLookups lookups;
    private final Duration budget;
    private final ScheduledExecutorService timer;
    private final Outcome outcome;
    private final Map<MailAddress, Lookup> inFlight = new ConcurrentHashMap<>();
    /** Also those whose place another question for the same address has taken, and those that never had one. */
    private final Set<Lookup> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Lookups(
            PeerDirectory directory,
            PeerLookups lookups,
            Duration budget,
            ScheduledExecutorService timer,
            Outcome outcome) {
        this.directory = directory;
        this.lookups = lookups;
        this.budget = budget;
        this.timer = timer;
        this.outcome = outcome;
    }

    /** What becomes of answers. Called on whatever thread an answer comes on: must not block. */
    interface Outcome {
        /** Every answer, once. */
        void answered(Lookup question, Destination peer, PeerAnswer answer);

        /** Every peer has answered, maybe after the deadline. Completes the question, now or soon. */
        void settled(Lookup question);
    }

    /**
     * Joins the question for the same address or puts this one to its peers. A question whose "no" may have become stale is
     * for those who wait already: nobody joins it.
     */
    CompletionStage<Verdict> ask(Lookup question) {
        String refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        Lookup current = inFlight.compute(
                question.address(), (address, other) -> other == null || other.isNoStale() ? question : other);
        if (current != question) {
            return current.stage();
        }
        start(question);
        return question.stage();
    }

    /** Puts the question to its peers; it joins no other, and none joins it. */
    CompletionStage<Verdict> askAlone(Lookup question) {
        String refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        start(question);
        return question.stage();
    }

    private @Nullable String refusal() {
        if (closed) {
            return "is stopping";
        }
        return open.size() >= MAXIMUM ? "has too many questions in flight" : null;
    }

    /** Whether the address is asked for already, so that one more who waits for it costs nothing. */
    boolean isJoinable(MailAddress address) {
        Lookup current = inFlight.get(address);
        return current != null && !current.isNoStale();
    }

    @Nullable
    Lookup inFlight(MailAddress address) {
        return inFlight.get(address);
    }

    /** No "no" of the questions in flight is remembered. */
    void distrustAll() {
        open.forEach(Lookup::distrustNo);
    }

    int size() {
        return open.size();
    }

    private void start(Lookup question) {
        open.add(question);
        distrustNoIfPeersChanged(question);
        try {
            question.setDeadline(timer.schedule(() -> expire(question), budget.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            question.complete(stopping());
            leave(question);
            return;
        }
        List<Destination> asked = question.answers().asked().destinations();
        for (int i = 0; i < asked.size(); i++) {
            put(question, i, asked.get(i));
        }
        if (asked.isEmpty()) {
            settle(question);
        }
        if (closed) {
            close();
        }
    }

    // Whoever changed them before the question stood in the table did not find it there.
    private void distrustNoIfPeersChanged(Lookup question) {
        if (!directory
                .asked(question.address().getDomain())
                .equals(question.answers().asked())) {
            question.distrustNo();
        }
    }

    private void put(Lookup question, int index, Destination peer) {
        try {
            CompletionStage<PeerAnswer> unused = lookups.of(peer)
                    .ask(question.address())
                    .whenComplete((answer, failure) ->
                            take(question, index, peer, failure == null ? answer : failed(peer, failure)));
        } catch (RuntimeException e) {
            take(question, index, peer, failed(peer, e));
        }
    }

    private static PeerAnswer failed(Destination peer, Throwable failure) {
        LOGGER.error("The look-up at peer {} failed, which it never may", peer.name(), failure);
        return new PeerAnswer.NoAnswer(PeerAnswer.Reason.UNASKABLE, "the look-up failed: " + failure.getClass());
    }

    private void take(Lookup question, int index, Destination peer, PeerAnswer answer) {
        boolean all = question.answers().complete(index, answer);
        outcome.answered(question, peer, answer);
        if (all) {
            settle(question);
        }
    }

    // The local catch-all may take its time, and the deadline holds for that as well.
    private void settle(Lookup question) {
        outcome.settled(question);
        question.whenComplete(() -> leave(question));
    }

    private void expire(Lookup question) {
        // Out of the table nothing could tell it that an account has appeared.
        question.distrustNo();
        question.complete(question.answers().atDeadline());
        leave(question);
    }

    private void leave(Lookup question) {
        question.cancelDeadline();
        inFlight.remove(question.address(), question);
        open.remove(question);
    }

    private static CompletionStage<Verdict> refused(String reason) {
        return CompletableFuture.completedStage(undetermined(reason));
    }

    static Verdict stopping() {
        return undetermined("is stopping");
    }

    static Verdict tooMany() {
        return undetermined("has more questions of this client than it asks in time");
    }

    private static Verdict undetermined(String reason) {
        return new Verdict.Undetermined(List.of(new MissingAnswer(THIS_SERVER, reason, false)));
    }

    /** Completes every waiter; what is asked afterwards is undetermined at once. Idempotent. */
    @Override
    public void close() {
        closed = true;
        open.forEach(question -> {
            question.complete(stopping());
            leave(question);
        });
    }
}
