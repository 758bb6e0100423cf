// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.resolution.SweepProgress.Snapshot;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@Tag("D4")
class ConflictSweepTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MILLION = 1_000_000;

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
    private final AtomicInteger read = new AtomicInteger();
    private final SweepProgress progress = new SweepProgress();
    /** What those are asked about who are observed. */
    private final List<MailAddress> rehearsed = new CopyOnWriteArrayList<>();

    private CompletableFuture<Void> rehearsal = CompletableFuture.completedFuture(null);

    @Test
    void everyAddressShouldBeAskedAtEveryPeerAndConflictsCounted() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(run(sweep(3))).isCompleted();

        assertThat(progress.snapshot()).isEqualTo(new Snapshot(3, 3, 0, Map.of(), 0));
        assertThat(fixture.lookups.asked()).hasSize(6);
        assertThat(fixture.conflicts.all()).hasSize(3);
    }

    @Test
    void thoseWhoAreObservedShouldBeAskedAboutEveryAddressToo() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        rehearsal = new CompletableFuture<>();

        CompletableFuture<Void> sweep = run(sweep(3));
        assertThat(rehearsed).hasSize(3);
        assertThat(sweep).as("their answers are waited for").isNotCompleted();

        rehearsal.complete(null);
        fixture.timer.advance(SECOND.multipliedBy(5));
        assertThat(sweep).isCompleted();
    }

    @Test
    void addressShouldCountAsUnansweredWhenAPeerIsSilent() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(run(sweep(3))).isCompleted();

        assertThat(progress.snapshot()).isEqualTo(new Snapshot(3, 0, 3, Map.of("tokyo", 3L), 0));
    }

    @Test
    void regexMappingsShouldBeCountedAsNotChecked() throws Exception {
        table.addMapping(
                MappingSource.parse("*@example.com"),
                org.apache.james.rrt.lib.Mapping.regex("(.*)@example.com:x@y.example"));

        assertThat(run(sweep(0))).isCompleted();

        assertThat(progress.snapshot()).isEqualTo(new Snapshot(0, 0, 0, Map.of(), 1));
    }

    @Test
    void peersShouldGetNoMoreQuestionsASecondThanPromised() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        CompletableFuture<Void> sweep = start(sweep(500));

        assertThat(progress.snapshot().checkedAddresses()).isEqualTo(200);
        fixture.timer.advance(SECOND);
        assertThat(progress.snapshot().checkedAddresses()).isEqualTo(400);
        fixture.timer.advance(SECOND);
        assertThat(progress.snapshot().checkedAddresses()).isEqualTo(500);
        assertThat(sweep).isNotDone();
        fixture.timer.advance(SECOND);
        assertThat(sweep).isCompleted();
    }

    @Test
    void noMoreQuestionsShouldBeOpenThanPromisedWhenAPeerIsSlow() {
        fixture.lookups.hold("tokyo");
        fixture.lookups.program("austin", NO);
        CompletableFuture<Void> sweep = start(sweep(500));
        fixture.timer.advance(Duration.ofMinutes(1));

        assertThat(fixture.lookups.asked().stream().filter("tokyo"::equals)).hasSize(200);
        assertThat(sweep).isNotDone();
    }

    @Test
    void aMillionAddressesShouldBeReadAsTheyAreAskedFor() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        CompletableFuture<Void> sweep = start(sweep(MILLION));
        fixture.timer.advance(SECOND);

        assertThat(progress.snapshot().checkedAddresses()).isEqualTo(400);
        assertThat(read.get()).isLessThanOrEqualTo(600);
        sweep.cancel(true);
    }

    @Test
    void cancelledSweepShouldAskNobodyAnyMoreAndAnotherMayStart() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        ConflictSweep testee = sweep(MILLION);
        CompletableFuture<Void> sweep = start(testee);
        assertThatThrownBy(() -> testee.run(new SweepProgress()).block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this server is checking its addresses already");

        sweep.cancel(true);
        fixture.lookups.forgetAsked();
        fixture.timer.advance(SECOND.multipliedBy(5));
        assertThat(fixture.lookups.asked()).isEmpty();

        CompletableFuture<Void> another = start(testee);
        assertThat(fixture.lookups.asked()).isNotEmpty();
        another.cancel(true);
    }

    @Test
    void sweepShouldFailWhenTheRepositoriesFail() {
        AtomicBoolean failing = new AtomicBoolean(true);
        ConflictSweep testee = sweep(Flux.defer(
                () -> failing.get() ? Flux.error(new IllegalStateException("database down")) : Flux.empty()));
        assertThat(run(testee)).isCompletedExceptionally();

        failing.set(false);
        assertThat(run(testee)).as("it may be started again").isCompleted();
    }

    @Test
    void conflictShouldLeaveTheListWhenItsAddressIsGone() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        fixture.directory.add("user0@example.com", LocalMatch.ACCOUNT);
        assertThat(run(sweep(1))).isCompleted();
        assertThat(fixture.conflicts.all()).hasSize(1);

        fixture.directory.remove("user0@example.com");
        assertThat(run(sweep(0))).isCompleted();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    private CompletableFuture<Void> run(ConflictSweep sweep) {
        CompletableFuture<Void> running = start(sweep);
        fixture.timer.advance(SECOND.multipliedBy(5));
        return running;
    }

    private CompletableFuture<Void> start(ConflictSweep sweep) {
        return sweep.run(progress).toFuture();
    }

    private ConflictSweep sweep(int accounts) {
        for (int i = 0; i < Math.min(accounts, 5); i++) {
            fixture.directory.add("user" + i + "@example.com", LocalMatch.ACCOUNT);
        }
        return sweep(Flux.range(0, accounts)
                .doOnNext(i -> read.incrementAndGet())
                .map(i -> Username.of("user" + i + "@example.com")));
    }

    private ConflictSweep sweep(Flux<Username> accounts) {
        ConflictCheck check = new ConflictCheck(
                fixture.resolver,
                new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                fixture.conflicts,
                fixture.pins);
        return new ConflictSweep(
                new LocalAddresses(usersOf(accounts), table, domain -> true, false),
                check,
                address -> {
                    rehearsed.add(address);
                    return rehearsal;
                },
                Schedulers.immediate(),
                Schedulers.fromExecutorService(fixture.timer));
    }

    private static UsersRepository usersOf(Flux<Username> accounts) {
        return (UsersRepository) Proxy.newProxyInstance(
                ConflictSweepTest.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (self, method, values) -> switch (method.getName()) {
                    case "listReactive" -> accounts;
                    case "getMailAddressFor" -> new MailAddress(((Username) values[0]).asString());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
