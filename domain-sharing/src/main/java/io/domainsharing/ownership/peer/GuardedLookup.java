// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard before one peer: so many look-ups at once and no more, and a circuit breaker, which judges the peer and never an
 * address (docs/adr/0004). A silence makes this server ask about an address that nobody has; while the breaker is open, look-ups
 * cost nothing, and such a probe goes out every five seconds, so that a peer's return is noticed without traffic too. Thread-safe.
 */
public final class GuardedLookup implements PeerLookup, AutoCloseable {
    /** Look-ups to one peer at once. */
    public static final int MAXIMUM_AT_ONCE = 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedLookup.class);
    private static final PeerAnswer KNOWN_DOWN =
            new NoAnswer(Reason.KNOWN_DOWN, "silent lately; asked again as soon as it answers a probe");
    private static final PeerAnswer OVERLOADED =
            new NoAnswer(Reason.OVERLOADED, MAXIMUM_AT_ONCE + " questions to this peer are in flight");
    private static final PeerAnswer CLOSED = new NoAnswer(Reason.CLOSED, "this server does not ask this peer any more");
    private static final PeerAnswer UNANSWERED = new NoAnswer(
            Reason.UNANSWERED, "it answered others and left this address unanswered a moment ago; not asked again yet");

    private final Destination destination;
    private final PeerName peer;
    private final PeerLookup lookup;
    private final NobodysAddresses unknownAddresses;
    private final LongSupplier nanos;
    private final PeerStateListener listener;
    private final CircuitBreaker breaker;
    private final Silences silences = new Silences();
    private final UnansweredAddresses unanswered;
    private final RowOfProbes probes;
    private final Semaphore permits = new Semaphore(MAXIMUM_AT_ONCE);
    private final AtomicBoolean isControlled = new AtomicBoolean();
    private final IdleTime idle;
    /** Of the last question, of whatever kind: the next probe is about it. */
    private volatile @Nullable Domain lastDomain;

    private volatile @Nullable MailAddress lastAnswered;
    private volatile boolean closed;

    /** What a look-up is for. */
    private enum Purpose {
        /** Somebody wants to know about the address. */
        ADDRESS,
        /** Whether the peer lives: nobody has the address. */
        LIFE,
        /** The same, with an address that it has answered: of one that it does not have a server may say nothing at all. */
        LIFE_BY_KNOWN_ADDRESS
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    public GuardedLookup(
            Destination destination,
            PeerLookup lookup,
            NobodysAddresses unknownAddresses,
            Clock clock,
            LongSupplier nanos,
            ScheduledExecutorService timer,
            PeerStateListener listener) {
        this.destination = destination;
        this.peer = destination.name();
        this.lookup = lookup;
        this.unknownAddresses = unknownAddresses;
        this.nanos = nanos;
        this.listener = listener;
        this.breaker = new CircuitBreaker(clock);
        this.unanswered = new UnansweredAddresses(nanos);
        this.idle = new IdleTime(nanos);
        this.probes = new RowOfProbes(timer, breaker::isOpen, this::askForLife);
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        if (closed) {
            return CompletableFuture.completedStage(CLOSED);
        }
        if (breaker.isOpen()) {
            return CompletableFuture.completedStage(KNOWN_DOWN);
        }
        if (unanswered.contains(CanonicalAddress.of(address))) {
            return CompletableFuture.completedStage(UNANSWERED);
        }
        if (!permits.tryAcquire()) {
            return CompletableFuture.completedStage(OVERLOADED);
        }
        lastDomain = address.getDomain();
        return askNow(address, Purpose.ADDRESS).thenApply(answer -> {
            permits.release();
            return answer;
        });
    }

    /** The same peer past limit and breaker; an answer proves that it lives, a silence proves nothing. */
    PeerLookup unguarded() {
        return address -> lookup.ask(address).thenApply(answer -> {
            if (answer.isAuthentic() && !closed) {
                hear(address, answer);
                controlRefusal(address, answer);
            }
            return answer;
        });
    }

    public PeerState state() {
        return breaker.state();
    }

    /** Look-ups to this peer that wait for an answer. */
    public int inFlight() {
        return MAXIMUM_AT_ONCE - permits.availablePermits();
    }

    /** Ends the probes; look-ups in flight are answered as they come. Idempotent. */
    @Override
    public void close() {
        closed = true;
        probes.close();
    }

    private CompletionStage<PeerAnswer> askNow(MailAddress address, Purpose purpose) {
        long start = nanos.getAsLong();
        long signs = silences.signsOfLife();
        CompletionStage<PeerAnswer> asked;
        try {
            asked = lookup.ask(address);
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedStage(e);
        }
        return asked.exceptionally(this::failed).thenApply(answer -> {
            // What a removed peer says late is no news.
            if (!closed) {
                listener.onAnswer(peer, answer, Duration.ofNanos(nanos.getAsLong() - start));
                judge(address, purpose, answer, signs);
            }
            return answer;
        });
    }

    private PeerAnswer failed(Throwable failure) {
        LOGGER.error("The look-up at peer {} failed, which it never may", peer, failure);
        return new NoAnswer(Reason.UNASKABLE, "the look-up failed: " + failure.getClass());
    }

    private void judge(MailAddress address, Purpose purpose, PeerAnswer answer, long signs) {
        if (!(answer instanceof NoAnswer none)) {
            if (purpose == Purpose.ADDRESS) {
                lastAnswered = address;
            }
            hear(address, answer);
        } else if (answer.isAuthentic()) {
            hear(address, answer);
            if (purpose == Purpose.ADDRESS) {
                controlRefusal(address, answer);
            }
        } else if (none.reason().isSilence() && purpose != Purpose.LIFE_BY_KNOWN_ADDRESS && !breaker.isOpen()) {
            countSilence(address, purpose, none, signs);
        }
    }

    private void hear(MailAddress address, PeerAnswer answer) {
        CanonicalAddress key = CanonicalAddress.of(address);
        if (answer instanceof NoAnswer none && none.reason() == Reason.UNANSWERED) {
            unanswered.add(key);
        } else {
            unanswered.remove(key);
        }
        silences.end();
        idle.end();
        note(answer instanceof NoAnswer ? breaker.alive() : breaker.authentic());
    }

    private void note(CircuitBreaker.Change change) {
        switch (change) {
            case CLOSED -> {
                LOGGER.info("Peer {} answers again", peer);
                listener.onReturn(peer);
            }
            case TELLS -> {
                LOGGER.info("Peer {} refuses no more: it tells of addresses again", peer);
                listener.onReturn(peer);
            }
            case NONE, OPENED, REFUSES -> {}
        }
    }

    // A refusal may be about this address alone: one that nobody has tells, and one that it has told of before.
    private void controlRefusal(MailAddress address, PeerAnswer answer) {
        if (isRefusal(answer) && breaker.state().status() != Status.REFUSES && idle.mayControl()) {
            control(address.getDomain());
        }
    }

    private void judgeRefusals(PeerAnswer ofNobody, PeerAnswer ofKnown) {
        if (closed || !isRefusal(ofNobody) || !isRefusal(ofKnown)) {
            return;
        }
        String detail = ((NoAnswer) ofNobody).detail();
        if (breaker.refuses(detail) == CircuitBreaker.Change.REFUSES) {
            LOGGER.warn(
                    "Peer {} refuses to tell of any address: it {}. {}. Compare the <secret> and <trusted> of both servers;"
                            + " `domain-sharing peers test {}` asks it anew",
                    peer,
                    detail,
                    Consequences.ofRefusal(destination),
                    peer);
        }
    }

    private static boolean isRefusal(PeerAnswer answer) {
        return answer instanceof NoAnswer none && none.reason() == Reason.REFUSED;
    }

    /** Asks about an address that nobody has where nothing was heard for a while, or nothing that tells. Never blocks. */
    void probeIfIdle(Domain domain) {
        Status status = breaker.state().status();
        if (!closed && idle.isOver(status)) {
            control(domain);
        }
    }

    private void countSilence(MailAddress address, Purpose purpose, NoAnswer none, long signs) {
        CanonicalAddress key = CanonicalAddress.of(address);
        boolean isNobodys = purpose == Purpose.LIFE;
        switch (silences.add(key, isNobodys, signs)) {
            case OF_THE_ADDRESS -> unanswered.add(key);
            case OPEN -> {
                // Not because of its own silence: what nobody asks needs no verdict.
                if (!isNobodys) {
                    control(address.getDomain());
                }
            }
            case OF_THE_PEER -> open(none, signs);
        }
    }

    // One at a time.
    private void control(Domain domain) {
        if (isControlled.compareAndSet(false, true)) {
            CompletionStage<?> unused = askForLife(domain).whenComplete((answer, failure) -> isControlled.set(false));
        }
    }

    private void open(NoAnswer none, long signs) {
        if (breaker.open() == CircuitBreaker.Change.OPENED) {
            LOGGER.warn(
                    "Peer {} is down: {}, {}. {}",
                    peer,
                    none.reason(),
                    none.detail(),
                    Consequences.ofSilence(destination));
            listener.onDown(peer);
            // It may have said something just before the breaker opened.
            if (silences.signsOfLife() != signs) {
                note(breaker.authentic());
            }
            probes.start();
        }
    }

    private CompletionStage<?> askForLife() {
        Domain asked = lastDomain;
        return asked == null ? CompletableFuture.completedStage(null) : askForLife(asked);
    }

    private CompletionStage<?> askForLife(Domain domain) {
        if (closed) {
            return CompletableFuture.completedStage(null);
        }
        lastDomain = domain;
        CompletionStage<PeerAnswer> ofNobody = askNow(unknownAddresses.in(domain), Purpose.LIFE);
        MailAddress known = lastAnswered;
        CompletionStage<PeerAnswer> ofKnown = known == null ? ofNobody : askNow(known, Purpose.LIFE_BY_KNOWN_ADDRESS);
        return ofNobody.thenAcceptBoth(ofKnown, this::judgeRefusals);
    }
}
