// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of the answers of two peers, with and without a local catch-all, in both orders of arrival. */
class VerdictTableTest {
    private static final List<PeerAnswer> ANSWERS = List.of(
            new PeerAnswer.Accepts(),
            new PeerAnswer.AcceptsAll(),
            new PeerAnswer.NotNow(),
            new PeerAnswer.Unknown(),
            new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent"));

    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (PeerAnswer tokyo : ANSWERS) {
            for (PeerAnswer austin : ANSWERS) {
                for (boolean catchAll : new boolean[] {false, true}) {
                    all.add(Arguments.of(tokyo, austin, catchAll, true));
                    all.add(Arguments.of(tokyo, austin, catchAll, false));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void verdictShouldFollowTheTable(PeerAnswer tokyo, PeerAnswer austin, boolean catchAll, boolean tokyoFirst) {
        ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
        fixture.directory.setCatchAll(catchAll);

        var verdict = fixture.resolver.resolve(address("frank@example.com")).toCompletableFuture();
        fixture.lookups.answer(tokyoFirst ? "tokyo" : "austin", tokyoFirst ? tokyo : austin);
        fixture.lookups.answer(tokyoFirst ? "austin" : "tokyo", tokyoFirst ? austin : tokyo);

        assertThat(verdict)
                .isCompletedWithValueMatching(actual -> matches(actual, tokyo, austin, catchAll, tokyoFirst));
        assertThat(fixture.resolver.lookupsInFlight()).isZero();
        assertThat(fixture.cachedOwner("frank@example.com"))
                .isEqualTo(isYes(tokyo) ? "tokyo" : isYes(austin) ? "austin" : "nobody");
    }

    private static boolean matches(
            Verdict actual, PeerAnswer tokyo, PeerAnswer austin, boolean catchAll, boolean tokyoFirst) {
        if (isYes(tokyo) && (tokyoFirst || !isYes(austin))) {
            return actual.equals(onPeer("tokyo"));
        } else if (isYes(austin)) {
            return actual.equals(onPeer("austin"));
        } else if (isNoOrAll(tokyo) && isNoOrAll(austin) && !(isNo(tokyo) && isNo(austin))) {
            return actual.equals(onPeer(isNo(tokyo) ? "austin" : "tokyo"));
        } else if (isNo(tokyo) && isNo(austin)) {
            return actual.equals(catchAll ? new Verdict.Local(LocalMatch.CATCH_ALL) : new Verdict.Nobody());
        }
        boolean notNow = tokyo instanceof PeerAnswer.NotNow || austin instanceof PeerAnswer.NotNow;
        return actual instanceof Verdict.Undetermined undetermined
                && undetermined.mailboxUnavailable() == notNow
                && undetermined.missingAnswers().size() == (isNoOrAll(tokyo) || isNoOrAll(austin) ? 1 : 2);
    }

    private static Verdict onPeer(String name) {
        return new Verdict.OnPeer(new PeerName(name), Verdict.Source.ASKED);
    }

    private static boolean isYes(PeerAnswer answer) {
        return answer instanceof PeerAnswer.Accepts;
    }

    private static boolean isNoOrAll(PeerAnswer answer) {
        return isNo(answer) || answer instanceof PeerAnswer.AcceptsAll;
    }

    private static boolean isNo(PeerAnswer answer) {
        return answer instanceof PeerAnswer.Unknown;
    }
}
