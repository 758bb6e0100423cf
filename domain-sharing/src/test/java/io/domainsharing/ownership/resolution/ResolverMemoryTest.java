// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the resolver remembers of a verdict, and for how long. */
class ResolverMemoryTest extends OwnershipResolverFixture {
    private static final MailAddress ANN = address("ann@example.com");

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
    void anOwnerThatIsAPeerNoLongerShouldNotBeUsed() {
        fixture.remember("frank@example.com", "berlin");

        assertThat(testee.known(FRANK)).isEmpty();
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
