// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerSearchTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");

    private final FakeClock clock = new FakeClock();
    private final OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);

    @Test
    void pagesShouldHoldEveryOwnerOnceByAddress() {
        for (int i = 99; i >= 0; i--) {
            remember("p" + (char) ('a' + i % 10) + i + "@example.com", TOKYO);
        }

        List<String> seen = new ArrayList<>();
        @Nullable String after = null;
        do {
            OwnerPage page = cache.page(new OwnerSearch(after, 7, "", null));
            page.entries().forEach(entry -> seen.add(entry.address()));
            after = page.next();
        } while (after != null);

        assertThat(seen).hasSize(100).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void lastPageShouldSayThatItIs() {
        remember("bob@example.com", TOKYO);
        remember("sam@example.com", TOKYO);

        assertThat(cache.page(new OwnerSearch(null, 2, "", null)).next()).isNull();
        assertThat(cache.page(new OwnerSearch(null, 1, "", null)).next()).isEqualTo("bob@example.com");
    }

    @Test
    void searchShouldFindWhatHoldsTheTextAndIsThatOwners() {
        remember("bob@example.com", TOKYO);
        remember("bobby@example.com", AUSTIN);
        remember("sam@example.com", TOKYO);

        assertThat(addresses("bob", null)).containsExactly("bob@example.com", "bobby@example.com");
        assertThat(addresses("bob", TOKYO)).containsExactly("bob@example.com");
        assertThat(addresses("", AUSTIN)).containsExactly("bobby@example.com");
        assertThat(addresses("nobody", null)).isEmpty();
    }

    @Test
    void pageShouldTellHowManyThereAreFromItOn() {
        remember("bob@example.com", TOKYO);
        remember("bobby@example.com", AUSTIN);
        remember("sam@example.com", TOKYO);

        assertThat(cache.page(OwnerSearch.ofOwner(TOKYO)).matches()).isEqualTo(2);
        assertThat(cache.page(new OwnerSearch("bob@example.com", 1, "", null)).matches())
                .isEqualTo(2);
    }

    @Test
    void ownerThatIsBelievedNoLongerShouldNotBeListed() {
        remember("bob@example.com", TOKYO);
        clock.advance(CacheConfiguration.DEFAULT_FOUND);

        assertThat(addresses("", null)).isEmpty();
    }

    @Test
    @Timeout(60)
    void veryManyOwnersShouldBePagedWithoutACopyOfThem() {
        for (int i = 0; i < 300_000; i++) {
            remember("p" + i + "@example.com", TOKYO);
        }

        assertThat(cache.page(new OwnerSearch("p29", 3, "", null)).entries())
                .extracting(OwnerPage.Entry::address)
                .containsExactly("p290000@example.com", "p290001@example.com", "p290002@example.com");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void limitOutOfRangeShouldBeRefused(int limit) {
        assertThatThrownBy(() -> new OwnerSearch(null, limit, "", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 1 and 1000");
    }

    private List<String> addresses(String text, @Nullable PeerName owner) {
        return cache.page(new OwnerSearch(null, 10, text, owner)).entries().stream()
                .map(OwnerPage.Entry::address)
                .toList();
    }

    private void remember(String address, PeerName owner) {
        cache.found(new CanonicalAddress(address), owner);
    }
}
