// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AskedLatelyTest {
    private static final CanonicalAddress BOB = new CanonicalAddress("bob@example.com");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AskedLately asked = new AskedLately(now::getAndIncrement);

    @Test
    void addressShouldBeAskedAboutUntilADigestIsNewer() {
        long before = now.get() - 1;
        asked.note(BOB);

        assertThat(asked.since(BOB, null)).isTrue();
        assertThat(asked.since(BOB, before)).isTrue();
        assertThat(asked.since(BOB, before + 1)).isFalse();
        assertThat(asked.since(new CanonicalAddress("ann@example.com"), before)).isFalse();
    }

    @Test
    void everyAddressShouldCountAsAskedAboutWhereNothingIsRemembered() {
        AskedLately off = AskedLately.off();
        off.note(BOB);

        assertThat(off.since(BOB, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void laterQuestionShouldCount() {
        asked.note(BOB);
        long between = now.get();
        now.incrementAndGet();
        asked.note(BOB);

        assertThat(asked.since(BOB, between)).isTrue();
    }

    @Test
    void everyAddressShouldCountAsAskedAboutOnceOneWasPushedOut() {
        long before = now.get() - 1;
        for (int i = 0; i <= AskedLately.MAXIMUM; i++) {
            asked.note(new CanonicalAddress("a" + i + "@example.com"));
        }

        assertThat(asked.since(BOB, before)).isTrue();
        assertThat(asked.since(BOB, before + 1)).isFalse();
        assertThat(asked.since(new CanonicalAddress("a1@example.com"), before + 1))
                .isTrue();
    }
}
