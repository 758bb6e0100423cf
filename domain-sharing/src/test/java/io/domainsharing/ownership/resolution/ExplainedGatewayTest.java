// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** What an operator is told of an address of a gateway. */
class ExplainedGatewayTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    @Test
    void gatewaysFileShouldBeAllThatIsSaidWhereItHasTheAddress() {
        assertThat(explainAt(Verdict.Proof.LISTED)).containsExactly(new Step.AtGateway(Verdict.Proof.LISTED));
    }

    @Test
    void gatewaysHostShouldBeToldAfterWhatIsRememberedOfIt() {
        assertThat(explainAt(Verdict.Proof.CACHE))
                .containsExactly(
                        new Step.NotHere(), new Step.NothingRemembered(), new Step.AtGateway(Verdict.Proof.CACHE));
    }

    private List<Step> explainAt(Verdict.Proof proof) {
        InMemoryOwnership ownership =
                new InMemoryOwnership().know(FRANK, new Verdict.OnGateway(FRANK.getDomain(), proof));
        return new Explainer(
                        ownership,
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
                .explain(FRANK, false)
                .toCompletableFuture()
                .join()
                .steps();
    }
}
