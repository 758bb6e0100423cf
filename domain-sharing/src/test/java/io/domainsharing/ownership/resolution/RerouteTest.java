// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.resolution.ResolverFixture.BUDGET;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who has an address that the peer with the remembered owner has refused. */
class RerouteTest extends OwnershipResolverFixture {
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
}
