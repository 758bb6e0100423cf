// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.Pin;
import io.domainsharing.ownership.pin.PinnedOwnership;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** What an operator is told of an address that is pinned. */
class ExplainedPinTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    @Test
    void pinShouldBeTheOnlyStepWhateverIsHereAndRemembered() throws Exception {
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        fixture.remember("frank@example.com", "austin");
        Pin pin = pin("frank@example.com", "tokyo");
        fixture.pins.put(pin);

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(new Verdict.OnPeer(pin.owner(), Verdict.Source.PINNED));
        assertThat(explanation.steps()).containsExactly(new Step.Pinned(pin, true));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void peersOfAPinnedAddressShouldBeAskedForTheOperatorOnly() throws Exception {
        fixture.lookups.program("tokyo", NO).program("austin", YES);
        Pin pin = pin("frank@example.com", "tokyo");
        fixture.pins.put(pin);

        Explanation explanation = explain(true);

        assertThat(explanation.verdict()).isEqualTo(new Verdict.OnPeer(pin.owner(), Verdict.Source.PINNED));
        assertThat(explanation.replies()).extracting(FreshLookup.Reply::answer).containsExactly(NO, YES);
    }

    @Test
    void pinThatDoesNotCountShouldStandBeforeTheUsualSteps() throws Exception {
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);
        Pin pin = pin("frank@example.com", "tokyo");
        fixture.pins.put(pin);
        fixture.peers.replaceBy(InMemoryPeers.peer("austin"));

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(new Verdict.Local(LocalMatch.ACCOUNT));
        assertThat(explanation.steps()).first().isEqualTo(new Step.Pinned(pin, false));
        assertThat(explanation.steps()).hasSize(2);
    }

    private Explanation explain(boolean refresh) {
        return new Explainer(
                        new PinnedOwnership(fixture.resolver, fixture.pins),
                        fixture.resolver,
                        fixture.peers.directory(),
                        fixture.pins,
                        new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                        (address, match) -> new Trail(List.of(address), 0),
                        new Claimants(
                                new ConflictCheck(
                                        fixture.resolver,
                                        new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                                        fixture.conflicts,
                                        fixture.pins),
                                match -> false),
                        (address, peers) -> List.of(),
                        Runnable::run)
                .explain(FRANK, refresh)
                .toCompletableFuture()
                .join();
    }
}
