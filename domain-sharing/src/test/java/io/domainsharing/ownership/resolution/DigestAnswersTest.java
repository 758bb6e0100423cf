// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What digests say counts as their peers' word, but not against a peer's own; and it is not remembered. */
class DigestAnswersTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final PeerAnswer DIGEST_YES = new PeerAnswer.Accepts(Duration.ofHours(1));
    private static final PeerAnswer DIGEST_NO = new PeerAnswer.Unknown(Duration.ofHours(2));

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    @Test
    void yesOfADigestShouldBeAVerdictOnceAllHaveAnswered() {
        CompletableFuture<Verdict> verdict = ask();
        fixture.lookups.answer("tokyo", DIGEST_YES);
        assertThat(verdict).isNotDone();

        fixture.lookups.answer("austin", ResolverFixture.NO);

        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(TOKYO, Verdict.Source.DIGEST, Duration.ofHours(1)));
        assertThat(fixture.cachedOwner("bob@example.com")).isEqualTo("nobody");
    }

    @Test
    void yesOfAPeerShouldCountMoreThanThatOfADigestAndBeNoConflict() {
        CompletableFuture<Verdict> verdict = ask();
        fixture.lookups.answer("tokyo", DIGEST_YES);
        fixture.lookups.answer("austin", ResolverFixture.YES);

        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(AUSTIN, Verdict.Source.ASKED));
        assertThat(fixture.cachedOwner("bob@example.com")).isEqualTo("austin");
        assertThat(fixture.conflicts.size()).isZero();
    }

    @Test
    void yesOfADigestShouldCountThoughAnotherIsSilent() {
        CompletableFuture<Verdict> verdict = ask();
        fixture.lookups.answer("tokyo", DIGEST_YES);

        fixture.timer.advance(ResolverFixture.BUDGET);

        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(TOKYO, Verdict.Source.DIGEST, Duration.ofHours(1)));
    }

    @Test
    void noOfADigestShouldBeANoAndTellItsAge() {
        CompletableFuture<Verdict> verdict = ask();
        fixture.lookups.answer("tokyo", DIGEST_NO);
        fixture.lookups.answer("austin", ResolverFixture.NO);

        assertThat(verdict).isCompletedWithValue(new Verdict.Nobody(Duration.ofHours(2)));
    }

    @Test
    void digestsThatGrowShouldMakeANoForgotten() {
        CompletableFuture<Verdict> unused = ask();
        fixture.lookups.answer("tokyo", ResolverFixture.NO);
        fixture.lookups.answer("austin", ResolverFixture.NO);
        assertThat(fixture.resolver.isNobodyRemembered(address("bob@example.com")))
                .isTrue();

        new DigestNews(fixture.resolver).grown();

        assertThat(fixture.resolver.isNobodyRemembered(address("bob@example.com")))
                .isFalse();
    }

    @Test
    void lookUpThatIsUnderWayWhileDigestsGrowShouldLeaveNoNo() {
        CompletableFuture<Verdict> unused = ask();
        fixture.lookups.answer("tokyo", DIGEST_NO);
        new DigestNews(fixture.resolver).grown();
        fixture.lookups.answer("austin", ResolverFixture.NO);

        assertThat(fixture.resolver.isNobodyRemembered(address("bob@example.com")))
                .isFalse();
    }

    @Test
    void ownerThatHasLostTheAddressShouldBeForgottenAndNoOther() {
        fixture.remember("bob@example.com", "tokyo");
        fixture.remember("carol@example.com", "tokyo");
        fixture.remember("dave@example.com", "austin");

        new DigestNews(fixture.resolver).shrunk(TOKYO, gone -> !gone.equals(new CanonicalAddress("carol@example.com")));

        assertThat(fixture.cachedOwner("bob@example.com")).isEqualTo("nobody");
        assertThat(fixture.cachedOwner("carol@example.com")).isEqualTo("tokyo");
        assertThat(fixture.cachedOwner("dave@example.com")).isEqualTo("austin");
    }

    private CompletableFuture<Verdict> ask() {
        return fixture.resolver.resolve(address("bob@example.com")).toCompletableFuture();
    }
}
