// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryPeers;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final Explainer testee = new Explainer(
            fixture.resolver,
            fixture.resolver,
            new Survey(
                    new InMemoryPeers(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin")),
                    fixture.lookups,
                    () -> 0));

    @Test
    void explanationShouldHoldEveryPeersReplyWhenTheOwnerWasUnknown() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        Explanation explanation = explain(false);

        assertThat(explanation.verdict()).isEqualTo(cachedAt("austin"));
        assertThat(explanation.replies()).extracting(Survey.Reply::answer).containsExactly(NO, YES);
    }

    @Test
    void explanationShouldAskNobodyWhenTheOwnerIsRemembered() {
        fixture.remember("frank@example.com", "tokyo");

        assertThat(explain(false)).isEqualTo(new Explanation(cachedAt("tokyo"), List.of()));
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
        assertThat(explanation.replies()).extracting(Survey.Reply::answer).containsExactly(SILENCE, NO);
    }

    @Test
    void refreshShouldNotAskPeersAboutLocalAddresses() {
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);

        assertThat(explain(true).verdict()).isEqualTo(new Verdict.Local(LocalMatch.ACCOUNT));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void explanationShouldBeUndeterminedWhenNobodySaysYesAndOnePeerIsSilent() {
        PeerAnswer silence = SILENCE;
        fixture.lookups.program("tokyo", silence).program("austin", NO);

        assertThat(explain(false).verdict()).isInstanceOf(Verdict.Undetermined.class);
    }

    private Explanation explain(boolean refresh) {
        return testee.explain(FRANK, refresh).toCompletableFuture().join();
    }

    private static Verdict cachedAt(String peer) {
        return new Verdict.OnPeer(new PeerName(peer), Verdict.Source.CACHE);
    }
}
