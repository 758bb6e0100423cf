// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final Verdict HERE = new Verdict.Local(LocalMatch.ACCOUNT);
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();
    private static final PeerAnswer SILENCE = new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final InMemoryLookups lookups = new InMemoryLookups();
    private final InMemoryPeers peers =
            new InMemoryPeers(InMemoryPeers.peer("tokyo").withMode(PeerMode.OBSERVE), InMemoryPeers.peer("austin"));
    private Path folder;
    private Rehearsal testee;

    @BeforeEach
    void begin(@TempDir Path temporary) {
        folder = temporary;
        testee = begun(Runnable::run);
    }

    private Rehearsal begun(Executor background) {
        Rehearsal rehearsal = new Rehearsal(peers.directory(), lookups, clock, clock::nanos, timer, background, folder);
        peers.directory().addListener(rehearsal);
        rehearsal.start();
        return rehearsal;
    }

    private void tokyoIs(PeerMode mode) {
        peers.replaceBy(InMemoryPeers.peer("tokyo").withMode(mode), InMemoryPeers.peer("austin"));
    }

    private void noted(String local, Verdict today, PeerAnswer answer) {
        lookups.program("tokyo", answer);
        testee.noted(address(local + "@example.com"), today);
    }

    private RehearsedPeer found() {
        return testee.all(10).get(0);
    }

    private List<String> found(Difference difference) {
        return found().of(difference).addresses();
    }

    @Test
    void addressShouldBeAskedAboutAgainThoughTheClockWasSetBack() {
        AtomicLong nanos = new AtomicLong();
        // The wall clock of this one stands still.
        Rehearsal rehearsal = new Rehearsal(peers.directory(), lookups, clock, nanos::get, timer, Runnable::run, null);
        lookups.program("tokyo", NO);
        rehearsal.noted(address("bob@example.com"), NOBODY);

        lookups.program("tokyo", YES);
        rehearsal.noted(address("bob@example.com"), NOBODY);
        assertThat(rehearsal.all(10).get(0).of(Difference.WOULD_TAKE).count()).isZero();
        nanos.addAndGet(Rehearsal.AGAIN_AFTER.toNanos());
        rehearsal.noted(address("bob@example.com"), NOBODY);

        assertThat(rehearsal.all(10).get(0).of(Difference.WOULD_TAKE).count()).isEqualTo(1);
    }

    @Test
    void eachRecipientShouldBeTakenDownByWhatWouldBeDifferent() {
        noted("bob", NOBODY, YES);
        noted("nobody", NOBODY, NO);
        noted("carol", NOBODY, SILENCE);
        noted("ann", HERE, YES);

        assertThat(found(Difference.WOULD_TAKE)).containsExactly("bob@example.com");
        assertThat(found(Difference.WOULD_DEFER)).containsExactly("carol@example.com");
        assertThat(found(Difference.ON_BOTH)).containsExactly("ann@example.com");
        assertThat(found().sentence())
                .isEqualTo("4 recipients: 1 that you refuse today tokyo would take; 1 that would be deferred;"
                        + " 1 address on both");
        assertThat(lookups.asked()).as("none but the one that is observed").containsOnly("tokyo");
    }

    @Test
    void recipientShouldBeCountedOnceAndAskedAboutEveryTenMinutes() {
        noted("Bob", NOBODY, SILENCE);
        noted("bob", NOBODY, YES);
        assertThat(lookups.asked()).hasSize(1);

        timer.advance(Rehearsal.AGAIN_AFTER);
        noted("bob", NOBODY, YES);

        assertThat(lookups.asked()).hasSize(2);
        assertThat(found().recipients()).isEqualTo(1);
        assertThat(found(Difference.WOULD_DEFER)).isEmpty();
        assertThat(found(Difference.WOULD_TAKE)).containsExactly("bob@example.com");
    }

    @Test
    void nobodyShouldBeAskedWhereNobodyIsObserved() {
        tokyoIs(PeerMode.SHARE);

        noted("bob", NOBODY, YES);

        assertThat(lookups.asked()).isEmpty();
        assertThat(testee.all(10)).isEmpty();
    }

    @Test
    void addressThatNoCommandCarriesShouldNotBeAskedAbout() {
        noted("\"b\u00f6b\"", NOBODY, YES);

        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void rehearsalShouldBeginWhenAPeerIsObservedAndEndWhenItIsNoMore() {
        noted("bob", NOBODY, YES);
        tokyoIs(PeerMode.SHARE);
        assertThat(testee.all(10)).isEmpty();

        clock.advance(Duration.ofHours(1));
        tokyoIs(PeerMode.OBSERVE);

        assertThat(found().since()).isEqualTo(clock.instant());
        assertThat(found().recipients()).isZero();
        noted("bob", NOBODY, YES);
        assertThat(found().recipients()).as("asked about again at once").isEqualTo(1);
    }

    @Test
    void moreThanFitAtOnceShouldBeLeftOutAndCounted() {
        for (int i = 0; i <= Rehearsal.AT_ONCE; i++) {
            testee.noted(address("user" + i + "@example.com"), NOBODY);
        }

        assertThat(lookups.asked()).hasSize(Rehearsal.AT_ONCE);
        assertThat(found().notAsked()).isEqualTo(1);
        assertThat(found().sentence()).endsWith("; 1 left out for want of room");

        lookups.answer("tokyo", NO);
        noted("user" + Rehearsal.AT_ONCE, NOBODY, YES);
        assertThat(found(Difference.WOULD_TAKE))
                .as("not forgotten for being left out")
                .hasSize(1);
    }

    @Test
    void noThreadShouldBeLeftOutAndCounted() {
        Rehearsal busy = begun(task -> {
            throw new RejectedExecutionException();
        });

        for (int i = 0; i <= Rehearsal.AT_ONCE; i++) {
            busy.noted(address("bob@example.com"), NOBODY);
        }

        assertThat(busy.all(10).get(0).notAsked()).isEqualTo(Rehearsal.AT_ONCE + 1);
    }

    @Test
    void recipientShouldNotWaitForTheLookUp() {
        List<Runnable> later = new ArrayList<>();
        Rehearsal slow = begun(later::add);

        slow.noted(address("bob@example.com"), NOBODY);

        assertThat(lookups.asked()).isEmpty();
        later.forEach(Runnable::run);
        assertThat(lookups.asked()).containsExactly("tokyo");
    }

    @Test
    void answerThatComesWhenThePeerIsObservedNoMoreShouldBeForgotten() {
        testee.noted(address("bob@example.com"), NOBODY);
        tokyoIs(PeerMode.SHARE);

        lookups.answer("tokyo", YES);

        assertThat(testee.all(10)).isEmpty();
    }

    @Test
    void checkShouldTakeDownConflictsAloneAndThoseThatAreOver() {
        lookups.program("tokyo", NO);
        testee.check(address("ann@example.com")).toCompletableFuture().join();
        assertThat(found().recipients()).isZero();

        lookups.program("tokyo", YES);
        testee.check(address("ann@example.com")).toCompletableFuture().join();
        assertThat(found(Difference.ON_BOTH)).containsExactly("ann@example.com");

        lookups.program("tokyo", NO);
        testee.check(address("ann@example.com")).toCompletableFuture().join();
        assertThat(found(Difference.ON_BOTH)).isEmpty();
        assertThat(found().recipients()).isEqualTo(1);
    }

    @Test
    void whatIsFoundShouldOutliveARestart() {
        noted("bob", NOBODY, YES);
        noted("\"a b\"", NOBODY, YES);
        noted("+tag", HERE, YES);
        noted("nobody", NOBODY, NO);
        List<RehearsedPeer> before = testee.all(10);
        clock.advance(Duration.ofDays(2));
        testee.close();

        testee = begun(Runnable::run);

        assertThat(testee.all(10)).isEqualTo(before);
    }

    @Test
    void whatIsFoundShouldBeWrittenAMinuteLater() {
        noted("bob", NOBODY, YES);
        assertThat(folder.resolve(RehearsalFile.NAME)).doesNotExist();

        timer.advance(Rehearsal.WRITTEN_AFTER);

        assertThat(folder.resolve(RehearsalFile.NAME)).content().contains("would_take bob@example.com");
    }

    @Test
    void anewShouldForgetWhatWasFoundAndAskAgain() {
        noted("bob", NOBODY, YES);
        clock.advance(Duration.ofMinutes(1));

        testee.anew();

        assertThat(found().recipients()).isZero();
        assertThat(found().since()).isEqualTo(clock.instant());
        noted("bob", NOBODY, YES);
        assertThat(found().recipients()).isEqualTo(1);
    }

    @Test
    void damagedFileShouldBeginTheRehearsalAnew() throws Exception {
        Files.writeString(folder.resolve(RehearsalFile.NAME), "peer tokyo yesterday 0\n");

        testee = begun(Runnable::run);

        assertThat(found().recipients()).isZero();
    }

    @Test
    void rehearsalOfAPeerThatIsObservedNoMoreShouldNotBeTakenUpAgain() {
        noted("bob", NOBODY, YES);
        testee.close();
        InMemoryPeers others = new InMemoryPeers(InMemoryPeers.peer("tokyo"));

        Rehearsal next = new Rehearsal(others.directory(), lookups, clock, clock::nanos, timer, Runnable::run, folder);

        assertThat(next.all(10)).isEmpty();
    }
}
