// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.BUDGET;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipResolverTest extends OwnershipResolverFixture {
    @ParameterizedTest
    @ValueSource(strings = {"\"a\tb\"@example.com", "\"a\\\rb\"@example.com", "\"b\u00f6b\"@example.com"})
    @Tag("H2")
    void addressThatNoCommandCarriesShouldBeNobodysWithoutAQuestion(String text) {
        MailAddress address = address(text);

        assertThat(testee.known(address)).contains(NOBODY);
        assertThat(resolve(address)).isCompletedWithValue(NOBODY);
        assertThat(testee.resolveWithout(address, new PeerName("tokyo")).toCompletableFuture())
                .isCompletedWithValue(NOBODY);
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    @Tag("H2")
    void addressBeyondAsciiShouldBeLocalWhereItIsHere() {
        fixture.directory.add("\"b\u00f6b\"@example.com", LocalMatch.ACCOUNT);

        assertThat(testee.known(address("\"b\u00f6b\"@example.com"))).contains(new Verdict.Local(LocalMatch.ACCOUNT));
    }

    @Test
    void resolveShouldAskNobodyWhenTheAddressIsLocal() {
        fixture.directory.add("frank@example.com", LocalMatch.ALIAS);
        fixture.remember("frank@example.com", "tokyo");

        assertThat(resolve(FRANK)).isCompletedWithValue(new Verdict.Local(LocalMatch.ALIAS));
        assertThat(testee.known(FRANK)).contains(new Verdict.Local(LocalMatch.ALIAS));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void resolveShouldBeUndeterminedWhenTheLocalDirectoryFails() {
        fixture.directory.setFailing(true);

        assertThat(testee.known(FRANK)).hasValueSatisfying(verdict -> assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Undetermined.class, undetermined -> assertThat(undetermined.missingAnswers())
                                .singleElement()
                                .satisfies(missingAnswer -> {
                                    assertThat(missingAnswer.who()).isEqualTo("local directory");
                                    assertThat(missingAnswer.reason())
                                            .contains("database down")
                                            .doesNotContain("\n", "\r");
                                })));
        assertThat(testee.local(FRANK)).isInstanceOf(Verdict.Undetermined.class);
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void resolveShouldCompleteAtTheFirstYes() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", YES);

        assertThat(verdict).isCompletedWithValue(ON_TOKYO);
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
    }

    @Test
    void peerThatAcceptsAllShouldNotGetTheAddressBeforeTheOthersHaveSaidNo() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", new PeerAnswer.AcceptsAll());
        assertThat(verdict).isNotCompleted();

        fixture.lookups.answer("austin", NO);
        assertThat(verdict).isCompletedWithValue(ON_TOKYO);
        assertThat(testee.known(FRANK)).as("its yes is not remembered").isEmpty();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void addressShouldBeUndeterminedWhenAnotherThanThePeerThatAcceptsAllIsSilent() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", new PeerAnswer.AcceptsAll());
        fixture.timer.advance(BUDGET);

        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
    }

    @Test
    void addressShouldBeTheOthersWhenAPeerAcceptsAll() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", new PeerAnswer.AcceptsAll());
        fixture.lookups.answer("austin", YES);

        assertThat(verdict).isCompletedWithValue(ON_AUSTIN);
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void resolveShouldJoinIdenticalQuestionsWhateverTheirCase() {
        CompletableFuture<Verdict> first = resolve(FRANK);
        CompletableFuture<Verdict> second = resolve(address("Frank@Example.COM"));

        assertThat(fixture.lookups.asked()).containsExactly("tokyo", "austin");
        fixture.lookups.answer("tokyo", YES);
        assertThat(first).isCompletedWithValue(ON_TOKYO);
        assertThat(second).isCompletedWithValue(ON_TOKYO);
    }

    @Test
    void directoryShouldBeReadOnceOnTheWayToAQuestion() throws Exception {
        assertThat(testee.known(FRANK)).isEmpty();
        CompletableFuture<Verdict> verdict =
                testee.askFor(InetAddress.getByName("192.0.2.1"), FRANK).toCompletableFuture();

        assertThat(fixture.directory.looks()).isEqualTo(1);
        fixture.lookups.answer("tokyo", YES);
        assertThat(verdict).isCompletedWithValue(ON_TOKYO);
    }

    @Test
    void aCallerThatCancelsShouldNotEndTheQuestionOfOthers() {
        CompletableFuture<Verdict> first = resolve(FRANK);
        CompletableFuture<Verdict> second = resolve(FRANK);
        first.cancel(true);
        fixture.lookups.answer("tokyo", YES);

        assertThat(second).isCompletedWithValue(ON_TOKYO);
    }

    @Test
    void resolveShouldBeUndeterminedAtTheDeadlineAndUseALateYesNextTime() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("austin", NO);
        fixture.timer.advance(BUDGET.minusMillis(1));
        assertThat(verdict).isNotDone();
        fixture.timer.advance(Duration.ofMillis(1));

        assertThat(verdict)
                .isCompletedWithValue(new Verdict.Undetermined(
                        List.of(new Verdict.MissingAnswer("tokyo", "no answer within the budget", false, true))));
        assertThat(testee.lookupsInFlight()).isZero();

        fixture.lookups.answer("tokyo", YES);
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
    }

    @Test
    void resolveShouldKeepToTheDeadlineWhenTheCatchAllHangs() {
        List<Runnable> hanging = new ArrayList<>();
        ResolverFixture slow = new ResolverFixture(hanging::add, "tokyo");
        slow.lookups.program("tokyo", NO);
        CompletableFuture<Verdict> verdict = slow.resolver.resolve(FRANK).toCompletableFuture();
        slow.timer.advance(BUDGET);

        assertThat(hanging).hasSize(1);
        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
    }

    @Test
    void noTimerShouldBeLeftWhenTheQuestionIsSettled() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        resolve(FRANK).join();

        assertThat(fixture.timer.waiting()).isZero();
    }

    @Test
    void aQuestionFromBeforeTheAccountAppearedShouldNotBeJoined() {
        CompletableFuture<Verdict> before = resolve(FRANK);
        fixture.lookups.answer("austin", NO);
        testee.forgetNotFound(FRANK);
        fixture.lookups.program("austin", YES);
        CompletableFuture<Verdict> after = resolve(FRANK);

        assertThat(after).isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
        assertThat(before).isNotDone();
        assertThat(testee.lookupsInFlight()).isEqualTo(2);
        testee.close();
        assertThat(before).isDone();
        assertThat(testee.lookupsInFlight()).isZero();
    }

    @Test
    void aDomainWithoutPeersShouldBeDecidedHere() {
        fixture.peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.org"));

        assertThat(testee.known(FRANK)).contains(NOBODY);
        fixture.directory.setCatchAll(true);
        assertThat(resolve(FRANK)).isCompletedWithValue(new Verdict.Local(LocalMatch.CATCH_ALL));
    }

    @Test
    void conflictShouldKeepTheFirstInConfiguredOrderAndBeListed() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("austin", YES);
        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
        fixture.lookups.answer("tokyo", YES);

        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> assertThat(conflict.peers())
                .containsExactly(new PeerName("tokyo"), new PeerName("austin")));
    }

    @Test
    void closeShouldCompleteEveryWaiter() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        testee.close();
        testee.close();

        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(resolve(address("ann@example.com")))
                .isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(testee.lookupsInFlight()).isZero();
        assertThat(fixture.timer.waiting()).isZero();
    }

    @Test
    void questionsInFlightShouldBeBounded() {
        for (int i = 0; i < Lookups.MAXIMUM; i++) {
            assertThat(resolve(address("user" + i + "@example.com"))).isNotDone();
        }

        assertThat(resolve(FRANK)).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(testee.lookupsInFlight()).isEqualTo(Lookups.MAXIMUM);
    }
}
