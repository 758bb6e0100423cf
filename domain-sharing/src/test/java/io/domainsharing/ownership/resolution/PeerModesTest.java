// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.AccountGuard.Decision;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** A peer that is observed decides nothing; one that drains keeps what is remembered of it, and gets nothing new. */
class PeerModesTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final Verdict REMEMBERED = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE);

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    private void tokyoIs(PeerMode mode) {
        fixture.peers.replaceBy(InMemoryPeers.peer("tokyo").withMode(mode), InMemoryPeers.peer("austin"));
    }

    private Verdict verdict() {
        return fixture.resolver.resolve(FRANK).toCompletableFuture().join();
    }

    private Explanation explain(boolean refresh) {
        FreshLookup freshLookup = new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0);
        Explainer explainer = new Explainer(
                fixture.resolver,
                fixture.resolver,
                fixture.peers.directory(),
                fixture.pins,
                freshLookup,
                (address, match) -> new Trail(List.of(address), 0),
                new Claimants(
                        new ConflictCheck(fixture.resolver, freshLookup, fixture.conflicts, fixture.pins),
                        match -> false),
                (address, among) -> List.of(),
                Runnable::run);
        return explainer.explain(FRANK, refresh).toCompletableFuture().join();
    }

    private Decision mayCreate() {
        return new AccountGuard(
                        fixture.resolver,
                        new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                        fixture.pins,
                        AccountsConfiguration.DEFAULT,
                        false,
                        address -> {})
                .mayCreate(FRANK)
                .toCompletableFuture()
                .join();
    }

    @Test
    void observedPeerShouldNotBeAskedForAVerdict() {
        tokyoIs(PeerMode.OBSERVE);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(verdict()).isEqualTo(NOBODY);
        assertThat(fixture.lookups.asked()).containsExactly("austin");
    }

    @Test
    void silenceOfAnObservedPeerShouldDeferNothingAndRefuseNoAccount() {
        tokyoIs(PeerMode.OBSERVE);
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(verdict()).isEqualTo(NOBODY);
        assertThat(mayCreate()).isEqualTo(new Decision.Allowed());
    }

    @Test
    void whatIsRememberedOfAnObservedPeerShouldCountAgainOnceItShares() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.lookups.program("austin", NO);

        tokyoIs(PeerMode.OBSERVE);
        assertThat(verdict()).isEqualTo(NOBODY);

        tokyoIs(PeerMode.SHARE);
        assertThat(verdict()).isEqualTo(REMEMBERED);
    }

    @Test
    void nobodyShouldNotBeRememberedOnceAnObservedPeerShares() {
        tokyoIs(PeerMode.OBSERVE);
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        assertThat(verdict()).isEqualTo(NOBODY);

        tokyoIs(PeerMode.SHARE);

        assertThat(verdict()).isEqualTo(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
    }

    @Test
    void explanationShouldTellWhatAnObservedPeerSaysAndDecideNothingByIt() {
        tokyoIs(PeerMode.OBSERVE);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(NOBODY);
        assertThat(explanation.replies()).extracting(FreshLookup.Reply::answer).containsExactly(NO);
        assertThat(explanation.steps())
                .filteredOn(Step.Observed.class::isInstance)
                .extracting(step -> ((Step.Observed) step).reply().answer())
                .containsExactly(YES);
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void conflictWithAnObservedPeerShouldNotBeListed() {
        tokyoIs(PeerMode.OBSERVE);
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(explain(true).isConflict()).isFalse();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void drainingPeerShouldKeepWhatIsRememberedAndNotBeAskedAboutAnythingElse() {
        fixture.remember("frank@example.com", "tokyo");
        tokyoIs(PeerMode.DRAIN);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(verdict()).isEqualTo(REMEMBERED);
        assertThat(fixture.resolver
                        .resolve(address("new@example.com"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(NOBODY);
        assertThat(fixture.lookups.asked()).containsExactly("austin");
    }

    @Test
    void rememberedAddressOfADrainingPeerShouldBeKeptByItsUse() {
        fixture.remember("frank@example.com", "tokyo");
        tokyoIs(PeerMode.DRAIN);
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        fixture.timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER);

        assertThat(fixture.resolver.known(FRANK)).contains(REMEMBERED);

        assertThat(fixture.lookups.asked()).containsExactly("austin", "tokyo");
        fixture.timer.advance(CacheConfiguration.DEFAULT_FOUND.minusSeconds(1));
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void explanationShouldNotForgetAnAddressOfADrainingPeer() {
        fixture.remember("frank@example.com", "tokyo");
        tokyoIs(PeerMode.DRAIN);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(explain(true).verdict()).isEqualTo(REMEMBERED);
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void addressThatHasMovedAwayFromADrainingPeerShouldGoWhereItIsNow() {
        fixture.remember("frank@example.com", "tokyo");
        tokyoIs(PeerMode.DRAIN);
        fixture.lookups.program("tokyo", YES).program("austin", YES);
        fixture.timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER);

        fixture.resolver.known(FRANK);

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("austin");
    }

    @Test
    void drainingPeerThatIsSilentShouldDeferNothingAndRefuseNoAccount() {
        tokyoIs(PeerMode.DRAIN);
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(verdict()).isEqualTo(NOBODY);
        assertThat(mayCreate()).isEqualTo(new Decision.Allowed());
    }
}
