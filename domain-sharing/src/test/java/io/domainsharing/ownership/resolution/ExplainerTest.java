// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final MailAddress BOB = address("bob@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final Explainer testee = new Explainer(
            fixture.resolver,
            fixture.resolver,
            fixture.peers.directory(),
            fixture.pins,
            new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
            this::trail,
            new Claimants(check(fixture.resolver), ExplainerTest::mayBeShared),
            (address, peers) -> List.of(),
            Runnable::run);

    @Test
    void explanationShouldHoldEveryPeersReplyWhenTheOwnerWasUnknown() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(cachedAt("austin"));
        assertThat(explanation.replies()).extracting(FreshLookup.Reply::answer).containsExactly(NO, YES);
    }

    @Test
    void explanationShouldAskNobodyWhenTheOwnerIsRemembered() {
        fixture.remember("frank@example.com", "tokyo");

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(cachedAt("tokyo"));
        assertThat(explanation.replies()).isEmpty();
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void refreshShouldReplaceTheOwnerWhenTheMailboxHasMoved() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        assertThat(explain(true).verdict()).isEqualTo(cachedAt("austin"));
    }

    @Test
    void refreshShouldForgetTheOwnerWhenEveryPeerSaysNo() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(explain(true).verdict()).isEqualTo(new Verdict.Nobody());
    }

    @Test
    void refreshShouldKeepTheOwnerWhenItIsSilent() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        Explanation explanation = explain(true);

        assertThat(explanation.verdict()).isEqualTo(cachedAt("tokyo"));
        assertThat(explanation.replies()).extracting(FreshLookup.Reply::answer).containsExactly(SILENCE, NO);
    }

    @Test
    void refreshShouldAskPeersWhetherTheyHaveALocalAddressToo() {
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        Explanation explanation = explain(true);

        assertThat(explanation.verdict()).isEqualTo(new Verdict.Local(LocalMatch.ACCOUNT));
        assertThat(explanation.steps()).endsWith(asked("tokyo", YES), asked("austin", NO));
        assertThat(explanation.claimants()).containsExactly(new PeerName("tokyo"));
        assertThat(explanation.isConflict()).isTrue();
        assertThat(fixture.conflicts.all()).hasSize(1);
        assertThat(explain(false).isConflict()).as("known from then on").isTrue();
    }

    @Test
    void localAddressShouldAskNobodyWithoutRefresh() {
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);

        assertThat(explain(false).verdict()).isEqualTo(new Verdict.Local(LocalMatch.ACCOUNT));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void refreshShouldTakeNoGroupForAConflictWhereGroupsAreShared() {
        fixture.directory.add("frank@example.com", LocalMatch.GROUP);
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(explain(true).isConflict()).isFalse();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void explanationShouldTellEveryPeerThatHasTheAddress() {
        fixture.lookups.program("tokyo", YES).program("austin", new PeerAnswer.NotNow());

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(cachedAt("tokyo"));
        assertThat(explanation.claimants()).containsExactly(new PeerName("tokyo"), new PeerName("austin"));
        assertThat(explanation.isConflict()).isTrue();
    }

    @Test
    void onePeerShouldBeNoConflict() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        assertThat(explain(false).isConflict()).isFalse();
        assertThat(explain(false).isConflict()).as("remembered").isFalse();
    }

    @Test
    void peerThatTakesNoMailNowShouldBeNamed() {
        fixture.lookups.program("tokyo", new PeerAnswer.NotNow()).program("austin", NO);

        assertThat(explain(false).verdict())
                .isInstanceOfSatisfying(Verdict.Undetermined.class, verdict -> assertThat(verdict.unavailableAt())
                        .containsExactly("tokyo"));
    }

    @Test
    void explanationShouldBeUndeterminedWhenNobodySaysYesAndOnePeerIsSilent() {
        PeerAnswer silence = SILENCE;
        fixture.lookups.program("tokyo", silence).program("austin", NO);

        assertThat(explain(false).verdict()).isInstanceOf(Verdict.Undetermined.class);
    }

    @Test
    void localAddressShouldBeExplainedByItsTrailAndNothingElse() {
        fixture.directory.add("frank@example.com", LocalMatch.ALIAS);

        assertThat(explain(false).steps())
                .containsExactly(new Step.FoundHere(LocalMatch.ALIAS, new Trail(List.of(FRANK, BOB), 0)));
    }

    @Test
    void ownerFoundNowShouldBeExplainedByEachPeersReply() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        assertThat(explain(false).steps())
                .containsExactly(
                        new Step.NotHere(), new Step.NothingRemembered(), asked("tokyo", NO), asked("austin", YES));
    }

    @Test
    void rememberedOwnerShouldBeExplainedByItsEntry() {
        fixture.remember("frank@example.com", "tokyo");

        assertThat(explain(false).steps())
                .containsExactly(
                        new Step.NotHere(),
                        new Step.Remembered(fixture.resolver.cached(FRANK).orElseThrow()));
    }

    @Test
    void catchAllShouldBeExplainedAfterThePeersReplies() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        fixture.directory.setCatchAll(true);

        assertThat(explain(false).steps())
                .containsExactly(
                        new Step.NotHere(),
                        new Step.NothingRemembered(),
                        asked("tokyo", NO),
                        asked("austin", NO),
                        new Step.CatchAll(true));
        assertThat(explain(false).steps())
                .as("a moment later")
                .containsExactly(new Step.NotHere(), new Step.NobodyRemembered(), new Step.CatchAll(true));
    }

    @Test
    void addressOfNobodyShouldBeExplainedByTheMissingCatchAll() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(explain(false).steps()).endsWith(new Step.CatchAll(false));
    }

    @Test
    void failingDirectoryShouldBeAllThatIsSaid() {
        fixture.directory.setFailing(true);

        assertThat(explain(false).steps()).containsExactly(new Step.DirectoryUnavailable());
    }

    @Test
    void refreshShouldRememberNoOwnerThatRcptWouldNot() {
        Gateway gateway = new Gateway(
                FRANK.getDomain(),
                List.of(HostAndPort.fromParts("mx.example.com", 25)),
                Gateway.Verification.MINGER,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.DEFER,
                true);
        PeerDirectory withGateway = new InMemoryPeers(List.of(gateway), InMemoryPeers.peer("austin")).directory();
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        fixture.directory, withGateway, fixture.lookups, fixture.cache, fixture.conflicts)
                .build(fixture.clock, fixture.timer, Runnable::run);
        fixture.lookups.program("gateway-example.com", SILENCE).program("austin", YES);

        Explanation explanation = new Explainer(
                        resolver,
                        resolver,
                        withGateway,
                        fixture.pins,
                        new FreshLookup(withGateway, fixture.lookups, () -> 0),
                        this::trail,
                        new Claimants(check(resolver), ExplainerTest::mayBeShared),
                        (address, peers) -> List.of(),
                        Runnable::run)
                .explain(FRANK, true)
                .toCompletableFuture()
                .join();

        assertThat(explanation.verdict()).isEqualTo(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void mailboxThatAppearsMeanwhileShouldNotBeTakenForNobodys() {
        fixture.lookups.program("tokyo", NO);
        CompletableFuture<Explanation> explanation =
                testee.explain(FRANK, false).toCompletableFuture();
        fixture.lookups.program("tokyo", YES);
        fixture.resolver.forgetNotFound(FRANK);
        fixture.lookups.answer("austin", NO);

        assertThat(explanation.join().verdict())
                .isEqualTo(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
    }

    @Test
    void refreshShouldForgetTheOwnerThatSaysNoBesideOneThatAcceptsEverything() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.lookups.program("tokyo", NO).program("austin", new PeerAnswer.AcceptsAll());

        assertThat(explain(true).verdict()).isEqualTo(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
    }

    private Trail trail(MailAddress address, LocalMatch match) {
        return new Trail(List.of(address, BOB), 0);
    }

    private static Step asked(String peer, PeerAnswer answer) {
        return new Step.Asked(new FreshLookup.Reply(new PeerName(peer), answer, Duration.ZERO));
    }

    private Explanation explain(boolean refresh) {
        return testee.explain(FRANK, refresh).toCompletableFuture().join();
    }

    private ConflictCheck check(OwnershipResolver resolver) {
        return new ConflictCheck(
                resolver,
                new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                fixture.conflicts,
                fixture.pins);
    }

    private static boolean mayBeShared(LocalMatch match) {
        return match == LocalMatch.GROUP;
    }

    private static Verdict cachedAt(String peer) {
        return new Verdict.OnPeer(new PeerName(peer), Verdict.Source.CACHE);
    }
}
