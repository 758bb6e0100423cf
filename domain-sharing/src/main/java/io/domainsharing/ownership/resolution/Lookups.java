// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.membership.Asked;
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
 * The look-ups in flight, at most one per address that others may join. A look-up leaves the table when every peer has
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
    /** Also those whose place another look-up for the same address has taken, and those that never had one. */
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
        void answered(Lookup lookup, Destination peer, PeerAnswer answer);

        /** Every peer has answered, maybe after the deadline. Completes the look-up, now or soon. */
        void settled(Lookup lookup);
    }

    /**
     * Joins the look-up for the same address or puts this one to its peers. A look-up whose "no" may have become stale is
     * for those who wait already: nobody joins it.
     */
    CompletionStage<Verdict> ask(Lookup lookup) {
        String refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        Lookup current = inFlight.compute(
                lookup.address(), (address, other) -> other == null || other.isNoStale() ? lookup : other);
        if (current != lookup) {
            return current.stage();
        }
        start(lookup);
        return lookup.stage();
    }

    /** Puts the look-up to its peers; it joins no other, and none joins it. */
    CompletionStage<Verdict> askAlone(Lookup lookup) {
        String refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        start(lookup);
        return lookup.stage();
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

    /** No "no" of the look-ups in flight is remembered. */
    void distrustAll() {
        open.forEach(Lookup::distrustNo);
    }

    int size() {
        return open.size();
    }

    private void start(Lookup lookup) {
        open.add(lookup);
        distrustNoIfPeersChanged(lookup);
        try {
            lookup.setDeadline(timer.schedule(() -> expire(lookup), budget.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            lookup.complete(stopping());
            leave(lookup);
            return;
        }
        List<Destination> asked = lookup.answers().asked().destinations();
        for (int i = 0; i < asked.size(); i++) {
            put(lookup, i, asked.get(i));
        }
        if (asked.isEmpty()) {
            settle(lookup);
        }
        if (closed) {
            close();
        }
    }

    // Whoever changed them before the look-up stood in the table did not find it there.
    private void distrustNoIfPeersChanged(Lookup lookup) {
        Asked now = directory.asked(lookup.address().getDomain(), lookup.ownerBefore());
        if (!now.equals(lookup.answers().asked())) {
            lookup.distrustNo();
        }
    }

    private void put(Lookup lookup, int index, Destination peer) {
        try {
            CompletionStage<PeerAnswer> unused = lookups.of(peer)
                    .ask(lookup.address())
                    .whenComplete((answer, failure) ->
                            take(lookup, index, peer, failure == null ? answer : failed(peer, failure)));
        } catch (RuntimeException e) {
            take(lookup, index, peer, failed(peer, e));
        }
    }

    private static PeerAnswer failed(Destination peer, Throwable failure) {
        LOGGER.error("The look-up at peer {} failed, which it never may", peer.name(), failure);
        return new PeerAnswer.NoAnswer(PeerAnswer.Reason.UNASKABLE, "the look-up failed: " + failure.getClass());
    }

    private void take(Lookup lookup, int index, Destination peer, PeerAnswer answer) {
        boolean all = lookup.answers().complete(index, answer);
        outcome.answered(lookup, peer, answer);
        if (all) {
            settle(lookup);
        }
    }

    // The local catch-all may take its time, and the deadline holds for that as well.
    private void settle(Lookup lookup) {
        outcome.settled(lookup);
        lookup.whenComplete(() -> leave(lookup));
    }

    private void expire(Lookup lookup) {
        // Out of the table nothing could tell it that an account has appeared.
        lookup.distrustNo();
        lookup.complete(lookup.answers().atDeadline());
        leave(lookup);
    }

    private void leave(Lookup lookup) {
        lookup.cancelDeadline();
        inFlight.remove(lookup.address(), lookup);
        open.remove(lookup);
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
        open.forEach(lookup -> {
            lookup.complete(stopping());
            leave(lookup);
        });
    }
}
