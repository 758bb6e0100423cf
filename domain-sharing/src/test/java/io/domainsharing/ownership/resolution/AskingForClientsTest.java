// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** A client that has its share waits, and only for what costs something. */
class AskingForClientsTest {
    private static final InetAddress CLIENT = InetAddresses.forString("192.0.2.1");
    private static final MailAddress FRANK = address("frank@example.com");
    private static final Verdict ON_TOKYO = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED);

    private final ResolverFixture fixture = new ResolverFixture("tokyo");
    private final OwnershipResolver testee = fixture.resolver;

    /** As RCPT does. */
    private CompletableFuture<Verdict> resolve(MailAddress address) {
        return testee.known(address)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> testee.askFor(CLIENT, address).toCompletableFuture());
    }

    private void takeTheWholeShare() {
        for (int i = 0; i < ClientShares.OF_ONE_CLIENT; i++) {
            assertThat(resolve(address("user" + i + "@example.com"))).isNotDone();
        }
        fixture.lookups.forgetAsked();
    }

    @Test
    void clientWithinItsShareShouldHearWhatThePeersSay() {
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", YES);

        assertThat(verdict).isCompletedWithValue(ON_TOKYO);
    }

    @Test
    void clientBeyondItsShareShouldHearWhatIsKnown() {
        takeTheWholeShare();
        fixture.directory.add("frank@example.com", LocalMatch.ACCOUNT);

        assertThat(resolve(FRANK)).isCompletedWithValue(new Verdict.Local(LocalMatch.ACCOUNT));
    }

    @Test
    void clientBeyondItsShareShouldJoinTheQuestionOfAnother() {
        takeTheWholeShare();
        CompletableFuture<Verdict> others = testee.resolve(FRANK).toCompletableFuture();
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", YES);

        assertThat(others).isCompletedWithValue(ON_TOKYO);
        assertThat(verdict).isCompletedWithValue(ON_TOKYO);
        assertThat(fixture.lookups.asked()).containsExactly("tokyo");
    }

    @Test
    void clientBeyondItsShareShouldWaitWhereTheQuestionOfAnotherMayBeStale() {
        takeTheWholeShare();
        testee.resolve(FRANK);
        testee.forgetNotFound(FRANK);
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        fixture.lookups.answer("tokyo", YES);

        assertThat(verdict).isNotDone();
        assertThat(fixture.lookups.asked()).containsExactly("tokyo");
    }

    @Test
    void clientThatWaitsShouldBeAnsweredWhenTheResolverCloses() {
        takeTheWholeShare();
        CompletableFuture<Verdict> verdict = resolve(FRANK);
        assertThat(verdict).isNotDone();

        testee.close();

        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(fixture.lookups.asked()).isEmpty();
    }
}
