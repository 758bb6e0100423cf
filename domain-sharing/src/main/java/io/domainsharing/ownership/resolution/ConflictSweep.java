// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.resolution.ConflictCheck.Outcome;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.james.core.MailAddress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks the peers about every local address, {@value #ADDRESSES_PER_SECOND} a second and no more at once, so that neither
 * this server nor a peer notices; a silent peer makes it slower, for each such batch waits until its look-up budget is
 * spent. Two batches are held in memory, however many addresses there are. One at a time on this server. Thread-safe.
 */
public final class ConflictSweep {
    /** A fifth of what a peer answers one server by default. */
    public static final int ADDRESSES_PER_SECOND = 200;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LocalAddresses addresses;
    private final ConflictCheck check;
    private final Function<MailAddress, CompletionStage<?>> rehearsal;
    private final Scheduler blocking;
    private final Scheduler timer;
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * Goes through these addresses.
     *
     * @param rehearsal asks those about an address who are observed
     * @param blocking reads James's repositories
     * @param timer for the pause between batches
     */
    public ConflictSweep(
            LocalAddresses addresses,
            ConflictCheck check,
            Function<MailAddress, CompletionStage<?>> rehearsal,
            Scheduler blocking,
            Scheduler timer) {
        this.addresses = addresses;
        this.check = check;
        this.rehearsal = rehearsal;
        this.blocking = blocking;
        this.timer = timer;
    }

    /**
     * Goes through all addresses once; cancelling the subscription ends it. Fails when James's repositories do, and with
     * IllegalStateException while another sweep is under way on this server.
     *
     * @param progress counts what is found on the way
     */
    public Mono<Void> run(SweepProgress progress) {
        return Mono.defer(() -> {
            if (!running.compareAndSet(false, true)) {
                return Mono.error(new IllegalStateException("this server is checking its addresses already"));
            }
            return sweep(progress).doFinally(end -> running.set(false));
        });
    }

    private Mono<Void> sweep(SweepProgress progress) {
        Mono<Void> regexes = Mono.fromCallable(addresses::regexMappings)
                .subscribeOn(blocking)
                .doOnNext(progress::regexMappings)
                .then();
        Mono<Void> asked = addresses
                .all(blocking)
                .buffer(ADDRESSES_PER_SECOND)
                .concatMap(batch -> ask(batch, progress), 1)
                .then();
        Mono<Void> gone = Mono.<Void>fromRunnable(check::forgetGone).subscribeOn(blocking);
        return regexes.then(asked).then(gone);
    }

    private Mono<Void> ask(List<MailAddress> batch, SweepProgress progress) {
        Mono<Void> answered = Flux.fromIterable(batch)
                .flatMap(address -> ask(address, progress), ADDRESSES_PER_SECOND)
                .then();
        return Mono.when(answered, Mono.delay(SECOND, timer));
    }

    private Mono<Outcome> ask(MailAddress address, SweepProgress progress) {
        Mono<Outcome> decided = Mono.fromCompletionStage(() -> check.of(address, FoundBy.CHECK));
        Mono<?> observed = Mono.fromCompletionStage(() -> rehearsal.apply(address));
        return decided.doOnNext(progress::checked).delayUntil(outcome -> observed);
    }
}
