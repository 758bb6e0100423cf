// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.ownership.digest.DigestRules.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the table of docs/adr/0046, and that no other combination of what there is to know says no. */
class DigestRulesTest {
    private static final DigestRules RULES = new DigestRules(Duration.ofHours(24), Duration.ofDays(5), true);

    static Stream<Standing> all() {
        List<Standing> all = new ArrayList<>();
        boolean[] either = {false, true};
        for (Coverage coverage : Coverage.values()) {
            for (boolean listed : either) {
                for (boolean live : either) {
                    for (boolean confirmed : either) {
                        for (boolean asked : either) {
                            for (int hours : new int[] {0, 24, 25, 5 * 24, 5 * 24 + 1}) {
                                all.add(new Standing(
                                        coverage, listed, live, confirmed, asked, Duration.ofHours(hours)));
                            }
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @CsvSource({
        // coverage, listed, live, confirmed, asked lately, hours old: before asking, on silence
        "NOT_LISTED, true,  true,  true,  false, 0,   NOTHING, NOTHING",
        "NOT_LISTED, false, true,  true,  false, 0,   NOTHING, NOTHING",
        "LISTED,     true,  true,  true,  false, 0,   NOTHING, YES",
        "LISTED,     true,  false, false, false, 119, NOTHING, YES",
        "LISTED,     true,  false, true,  false, 121, NOTHING, NOTHING",
        "LISTED,     false, true,  true,  false, 0,   NOTHING, NOTHING",
        "GUARDED,    true,  true,  true,  true,  0,   NOTHING, YES",
        "GUARDED,    false, true,  true,  true,  0,   NOTHING, NOTHING",
        "GUARDED,    false, true,  true,  false, 0,   NO,      NO",
        "GUARDED,    false, false, true,  false, 24,  NOTHING, NO",
        "GUARDED,    false, false, true,  false, 25,  NOTHING, NOTHING",
        "GUARDED,    false, false, false, false, 0,   NOTHING, NOTHING",
    })
    void tableShouldHold(
            Coverage coverage,
            boolean listed,
            boolean live,
            boolean confirmed,
            boolean asked,
            int hours,
            Word before,
            Word onSilence) {
        Standing standing = new Standing(coverage, listed, live, confirmed, asked, Duration.ofHours(hours));

        assertThat(RULES.beforeAsking(standing)).isEqualTo(before);
        assertThat(RULES.onSilence(standing)).isEqualTo(onSilence);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noShouldBeSaidOfWhatIsAbsentFromAGuardedDigestAndNotAskedAboutSince(Standing standing) {
        if (RULES.beforeAsking(standing) == Word.NO || RULES.onSilence(standing) == Word.NO) {
            assertThat(standing.coverage()).isEqualTo(Coverage.GUARDED);
            assertThat(standing.isListed()).isFalse();
            assertThat(standing.isAskedLately()).isFalse();
            assertThat(standing.isLive() || standing.isConfirmed()).isTrue();
        }
        assertThat(RULES.beforeAsking(standing))
                .as("a peer that is there is asked for a yes")
                .isNotEqualTo(Word.YES);
    }

    @Test
    void nothingShouldBeDeniedWhereQuestionsMayPassThisServerBy() {
        DigestRules ofSeveralNodes = new DigestRules(Duration.ofHours(24), Duration.ofDays(5), false);

        assertThat(all())
                .noneMatch(standing -> ofSeveralNodes.beforeAsking(standing) == Word.NO
                        || ofSeveralNodes.onSilence(standing) == Word.NO);
    }

    @Test
    void silentPeerShouldBeDeniedNothingWhereItsDigestIsTrustedForNoTime() {
        DigestRules rules = new DigestRules(Duration.ZERO, Duration.ofDays(5), true);
        Standing absent = new Standing(Coverage.GUARDED, false, false, true, false, Duration.ofMillis(1));

        assertThat(rules.onSilence(absent)).isEqualTo(Word.NOTHING);
    }
}
