// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.BUDGET;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipResolverTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final MailAddress ANN = address("ann@example.com");
    private static final Verdict ON_TOKYO = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED);
    private static final Verdict ON_AUSTIN = new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED);
    private static final Verdict CACHED_TOKYO = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE);
    private static final Verdict NOBODY = new Verdict.Nobody();

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final OwnershipResolver testee = fixture.resolver;

    // Whether a domain's peers may be found by MX is asked once before a question, and then between the moment when the
    // peers are read
    // and the moment when they are asked.
    @Test
    void nobodyShouldNotBeRememberedWhenAPeerIsAddedJustBeforeTheQuestionIsPut() {
        AtomicInteger reads = new AtomicInteger();
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        MxKnowledge slow = new MxKnowledge(Map.of(), Map.of(), domain -> {
            if (reads.incrementAndGet() == 2) {
                Optional.ofNullable(meanwhile.get()).ifPresent(Runnable::run);
            }
            return false;
        });
        Peer tokyo = InMemoryPeers.peer("tokyo");
        PeerDirectory directory = new PeerDirectory(new PeerSet(List.of(tokyo), List.of(), slow));
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        fixture.directory, directory, fixture.lookups, fixture.cache, fixture.conflicts)
                .build(fixture.clock, fixture.timer, Runnable::run);
        meanwhile.set(() -> directory.swap(
                new PeerSet(List.of(tokyo, InMemoryPeers.peer("austin")), List.of(), slow), RemovedMail.REQUEUE));
        fixture.lookups.program("tokyo", NO);

        assertThat(resolver.resolve(FRANK).toCompletableFuture()).isCompletedWithValue(NOBODY);

        assertThat(fixture.lookups.asked()).as("those of before").containsExactly("tokyo");
        assertThat(resolver.known(FRANK)).isEmpty();
    }

    private CompletableFuture<Verdict> resolve(MailAddress address) {
        return testee.resolve(address).toCompletableFuture();
    }

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
    void mailboxCreatedHereShouldWinOverARememberedOwnerWithinASecond() {
        fixture.remember("frank@example.com", "tokyo");
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);

        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(testee.known(FRANK)).contains(new Verdict.Local(LocalMatch.ACCOUNT));
    }

    @Test
    void directoryShouldBeAskedOnceASecondWhileAnOwnerIsRemembered() {
        fixture.remember("frank@example.com", "tokyo");
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);

        fixture.directory.setFailing(true);
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(testee.known(FRANK)).containsInstanceOf(Verdict.Undetermined.class);
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
    @Tag("L4")
    void resolveShouldAskAllPeersWhenTheRememberedOwnerKnowsTheAddressNoMore() {
        fixture.remember("frank@example.com", "tokyo");

        testee.disown(FRANK, new PeerName("tokyo"));

        assertThat(testee.known(FRANK)).isEmpty();
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", NO);
        fixture.lookups.answer("austin", YES);
        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("austin");
    }

    @Test
    @Tag("L4")
    void anotherRememberedOwnerShouldStayWhenAPeerKnowsTheAddressNoMore() {
        fixture.remember("frank@example.com", "austin");

        testee.disown(FRANK, new PeerName("tokyo"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("austin");
    }

    @Test
    @Tag("L4")
    void resolveWithoutShouldTakeTheOtherPeersYesAndNotAskTheOneThatRefused() {
        fixture.remember("frank@example.com", "tokyo");
        CompletableFuture<Verdict> verdict = resolveWithoutTokyo();

        assertThat(fixture.lookups.asked()).containsExactly("austin");
        fixture.lookups.answer("austin", YES);
        assertThat(verdict).isCompletedWithValue(ON_AUSTIN);
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("austin");
    }

    @Test
    @Tag("L4")
    void resolveWithoutShouldFindAMailboxThatIsHereThoughTheDirectoryWasReadAMomentAgo() {
        fixture.remember("frank@example.com", "tokyo");
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        fixture.lookups.program("austin", NO);

        assertThat(resolveWithoutTokyo()).isCompletedWithValue(new Verdict.Local(LocalMatch.ACCOUNT));
    }

    @Test
    @Tag("L4")
    void resolveWithoutShouldJoinNoQuestionAndNotBeJoined() {
        CompletableFuture<Verdict> ofAll = resolve(FRANK);
        fixture.lookups.forgetAsked();
        CompletableFuture<Verdict> verdict = resolveWithoutTokyo();
        assertThat(fixture.lookups.asked()).containsExactly("austin");

        CompletableFuture<Verdict> joins = resolve(FRANK);
        assertThat(fixture.lookups.asked()).containsExactly("austin");
        fixture.lookups.answer("austin", NO);
        fixture.lookups.answer("tokyo", YES);

        assertThat(verdict).isCompletedWithValue(NOBODY);
        assertThat(ofAll).isCompletedWithValue(ON_TOKYO);
        assertThat(joins).isCompletedWithValue(ON_TOKYO);
    }

    @Test
    @Tag("L4")
    void nobodyElseShouldNotBeRememberedAsNobody() {
        fixture.lookups.program("austin", NO);

        assertThat(resolveWithoutTokyo()).isCompletedWithValue(NOBODY);

        assertThat(testee.known(FRANK)).isEmpty();
    }

    @Test
    @Tag("L4")
    void resolveWithoutShouldBelieveWhatIsRememberedOfOthersAndLeaveAConflictListed() {
        fixture.lookups.program("tokyo", YES).program("austin", YES);
        assertThat(resolve(FRANK)).isCompletedWithValue(ON_TOKYO);
        assertThat(fixture.conflicts.all()).hasSize(1);

        assertThat(resolveWithoutTokyo()).isCompletedWithValue(ON_AUSTIN);
        assertThat(fixture.conflicts.all()).as("tokyo has not said no").hasSize(1);

        fixture.lookups.forgetAsked();
        assertThat(resolveWithoutTokyo())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.CACHE));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    @Tag("L4")
    void resolveWithoutShouldBeUndeterminedWhenAnotherPeerIsSilent() {
        CompletableFuture<Verdict> verdict = resolveWithoutTokyo();
        fixture.timer.advance(BUDGET);

        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
    }

    private CompletableFuture<Verdict> resolveWithoutTokyo() {
        return testee.resolveWithout(FRANK, new PeerName("tokyo")).toCompletableFuture();
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
    void ownerShouldBeKnownAsLongAsItIsAskedAboutTheDomain() throws Exception {
        fixture.remember("frank@example.com", "tokyo");
        assertThat(testee.known(new MailAddress("Frank@EXAMPLE.com")))
                .contains(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE));

        fixture.peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.org"), InMemoryPeers.peer("austin"));
        assertThat(testee.known(FRANK)).isEmpty();

        fixture.peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.com"), InMemoryPeers.peer("austin"));
        assertThat(testee.known(FRANK)).isPresent();
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
        assertThat(testee.questionsInFlight()).isZero();

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
    void nobodyShouldBeRememberedForHalfAMinuteOnly() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(resolve(FRANK)).isCompletedWithValue(NOBODY);
        assertThat(testee.known(FRANK)).contains(NOBODY);
        fixture.timer.advance(CacheConfiguration.DEFAULT_NOT_FOUND);
        assertThat(testee.known(FRANK)).isEmpty();
    }

    @Test
    void nobodyShouldGiveWayToACatchAllThatAppears() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        resolve(FRANK).join();
        fixture.directory.setCatchAll(true);

        assertThat(testee.known(FRANK)).contains(new Verdict.Local(LocalMatch.CATCH_ALL));
    }

    @Test
    void forgetNotFoundShouldAlsoDisregardTheQuestionInFlight() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        testee.forgetNotFound(FRANK);
        fixture.lookups.answer("tokyo", NO);
        fixture.lookups.answer("austin", NO);

        assertThat(verdict).isCompletedWithValue(NOBODY);
        assertThat(testee.known(FRANK)).isEmpty();
    }

    @Test
    @Tag("D6")
    void nobodyShouldCountNoLongerWhenAPeerIsAdded() {
        ResolverFixture test = new ResolverFixture("tokyo");
        test.lookups.program("tokyo", NO);
        test.resolver.resolve(FRANK);
        test.lookups.hold("tokyo");
        CompletableFuture<Verdict> inFlight = test.resolver.resolve(ANN).toCompletableFuture();

        test.peers.replaceBy(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin"));
        test.lookups.answer("tokyo", NO);
        assertThat(inFlight).as("asked before").isCompletedWithValue(new Verdict.Nobody());

        test.lookups.program("tokyo", NO).program("austin", YES);
        assertThat(test.resolver.known(FRANK)).isEmpty();
        assertThat(test.resolver.known(ANN)).isEmpty();
        test.resolver.resolve(ANN);
        assertThat(test.cachedOwner(ANN.asString())).isEqualTo("austin");
    }

    @Test
    @Tag("D6")
    void addressesOfARemovedPeerShouldBeAskedForAgain() {
        ResolverFixture test = new ResolverFixture("tokyo", "austin");
        test.remember(FRANK.asString(), "tokyo");
        test.remember(ANN.asString(), "austin");

        test.peers.replaceBy(InMemoryPeers.peer("austin"));

        assertThat(test.resolver.known(FRANK)).isEmpty();
        assertThat(test.cachedOwner(FRANK.asString())).isEqualTo("nobody");
        assertThat(test.cachedOwner(ANN.asString())).isEqualTo("austin");
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
        assertThat(testee.questionsInFlight()).isEqualTo(2);
        testee.close();
        assertThat(before).isDone();
        assertThat(testee.questionsInFlight()).isZero();
    }

    @Test
    void nobodyShouldNotBeRememberedWhenTheLastNoComesAfterTheDeadline() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.timer.advance(ResolverFixture.BUDGET);
        testee.forgetNotFound(FRANK);
        fixture.lookups.answer("tokyo", NO);
        fixture.lookups.answer("austin", NO);

        assertThat(verdict.join()).isInstanceOf(Verdict.Undetermined.class);
        assertThat(testee.known(FRANK)).isEmpty();
    }

    @Test
    void undeterminedShouldNeverBeRemembered() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);
        resolve(FRANK).join();

        assertThat(testee.known(FRANK)).isEmpty();
    }

    @Test
    void aDomainWithoutPeersShouldBeDecidedHere() {
        fixture.peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.org"));

        assertThat(testee.known(FRANK)).contains(NOBODY);
        fixture.directory.setCatchAll(true);
        assertThat(resolve(FRANK)).isCompletedWithValue(new Verdict.Local(LocalMatch.CATCH_ALL));
    }

    @Test
    void anOwnerThatIsAPeerNoLongerShouldNotBeUsed() {
        fixture.remember("frank@example.com", "berlin");

        assertThat(testee.known(FRANK)).isEmpty();
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
        assertThat(testee.questionsInFlight()).isZero();
        assertThat(fixture.timer.waiting()).isZero();
    }

    @Test
    void questionsInFlightShouldBeBounded() {
        for (int i = 0; i < Lookups.MAXIMUM; i++) {
            assertThat(resolve(address("user" + i + "@example.com"))).isNotDone();
        }

        assertThat(resolve(FRANK)).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(testee.questionsInFlight()).isEqualTo(Lookups.MAXIMUM);
    }

    @Test
    void evictShouldMakeTheAddressAskedAgain() {
        fixture.remember("frank@example.com", "tokyo");
        testee.evict(FRANK);
        assertThat(testee.known(FRANK)).isEmpty();

        fixture.remember("frank@example.com", "tokyo");
        testee.evictPeer(new PeerName("austin"));
        assertThat(testee.known(FRANK)).contains(CACHED_TOKYO);
        testee.evictPeer(new PeerName("tokyo"));
        assertThat(testee.known(FRANK)).isEmpty();
    }
}
