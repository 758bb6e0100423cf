// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an address without asking anybody. */
class WithoutAskingTest {
    private static final MailAddress BOB = address("bob@example.com");
    private static final Duration AGE = Duration.ofSeconds(9);
    private static final PeerAnswer NOTHING = new PeerAnswer.NoAnswer(PeerAnswer.Reason.NOT_ASKED, "");
    private static final PeerAnswer YES = new PeerAnswer.Accepts(AGE);
    private static final PeerAnswer NO = new PeerAnswer.Unknown(AGE);

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    private static Stream<Arguments> words() {
        Verdict yes = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.DIGEST, AGE);
        return Stream.of(
                Arguments.of(YES, NO, yes),
                Arguments.of(YES, NOTHING, yes),
                Arguments.of(NO, NO, new Verdict.Nobody(AGE)),
                Arguments.of(NO, NOTHING, null),
                Arguments.of(NOTHING, NOTHING, null));
    }

    @ParameterizedTest
    @MethodSource("words")
    void oneWordThatIsMissingShouldBeEnoughToRefuseNobody(PeerAnswer tokyo, PeerAnswer austin, Verdict verdict) {
        OwnershipResolver testee = fixture.resolverUnasked(peer ->
                address -> CompletableFuture.completedStage(peer.name().value().equals("tokyo") ? tokyo : austin));

        Verdict said = testee.withoutAsking(BOB).toCompletableFuture().join();

        if (verdict == null) {
            assertThat(said).isInstanceOf(Verdict.Undetermined.class);
        } else {
            assertThat(said).isEqualTo(verdict);
        }
        assertThat(fixture.lookups.asked()).isEmpty();
        assertThat(testee.isNobodyRemembered(BOB)).isFalse();
        assertThat(testee.cached(BOB)).isEmpty();
    }

    @Test
    void nothingShouldBeKnownWithoutDigests() {
        assertThat(fixture.resolver.withoutAsking(BOB).toCompletableFuture().join())
                .isInstanceOf(Verdict.Undetermined.class);
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void rememberedOwnerShouldBeTold() {
        fixture.resolver.remember(BOB, new PeerName("austin"));

        assertThat(fixture.resolver.withoutAsking(BOB))
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.CACHE));
    }
}
