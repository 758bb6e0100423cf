// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownBeforeTest {
    private final KnownBefore testee = new KnownBefore();

    private long known(String prefix, int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> testee.mightContain(new CanonicalAddress(prefix + i + "@example.com")))
                .count();
    }

    @Test
    void theLatestAddressesShouldBeKnownAndFewOthers() {
        int added = 3 * KnownBefore.AT_LEAST;
        IntStream.range(0, added).forEach(i -> testee.add("user" + i + "@example.com"));

        assertThat(known("user", added - KnownBefore.AT_LEAST, added)).isEqualTo(KnownBefore.AT_LEAST);
        assertThat(known("typo", 0, 10_000)).isLessThan(300);
    }
}
