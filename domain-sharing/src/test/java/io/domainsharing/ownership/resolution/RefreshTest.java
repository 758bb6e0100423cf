// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.time.Duration;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner remembered for long is asked for again while it is in use. */
class RefreshTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("austin", "tokyo");

    @BeforeEach
    void tokyoWasFoundAnHourAgo() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER);
    }

    private String ownerAfterRefresh(PeerAnswer austin, PeerAnswer tokyo) {
        fixture.resolver.known(FRANK);
        fixture.lookups.answer("austin", austin);
        fixture.lookups.answer("tokyo", tokyo);
        return fixture.cachedOwner("frank@example.com");
    }

    @Test
    void youngEntryShouldNotBeAskedAgain() {
        ResolverFixture young = new ResolverFixture("tokyo");
        young.remember("frank@example.com", "tokyo");
        young.timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER.minusSeconds(1));
        young.resolver.known(FRANK);

        assertThat(young.lookups.asked()).isEmpty();
    }

    @Test
    void oldEntryInUseShouldBeAskedOnceForAllItsUsers() {
        fixture.resolver.known(FRANK);
        fixture.resolver.known(FRANK);
        fixture.resolver.resolve(FRANK);

        assertThat(fixture.lookups.asked()).containsExactly("austin", "tokyo");
    }

    @Test
    void refreshShouldRenewTheLifeOfTheEntry() {
        assertThat(ownerAfterRefresh(NO, YES)).isEqualTo("tokyo");
        fixture.timer.advance(CacheConfiguration.DEFAULT_FOUND.minusSeconds(1));
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
        fixture.timer.advance(Duration.ofSeconds(1));
        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void silentRefreshShouldKeepTheEntryAndWaitBeforeTheNext() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);
        fixture.resolver.known(FRANK);
        fixture.resolver.known(FRANK);

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
        assertThat(fixture.lookups.asked()).hasSize(2);
        fixture.timer.advance(Duration.ofMinutes(1));
        fixture.resolver.known(FRANK);
        assertThat(fixture.lookups.asked()).hasSize(4);
    }

    @Test
    void silentRefreshShouldNotLengthenTheLifeOfTheEntry() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);
        fixture.resolver.known(FRANK);
        fixture.timer.advance(CacheConfiguration.DEFAULT_FOUND.minus(CacheConfiguration.DEFAULT_REFRESH_AFTER));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void refreshShouldEvictWhenEveryPeerSaysNo() {
        assertThat(ownerAfterRefresh(NO, NO)).isEqualTo("nobody");
        assertThat(fixture.resolver.known(FRANK)).contains(new Verdict.Nobody());
    }

    @Test
    void refreshShouldNoticeAMailboxThatMoved() {
        assertThat(ownerAfterRefresh(YES, NO)).isEqualTo("austin");
    }

    @Test
    void refreshShouldKeepAnOwnerThatTakesNoMailNow() {
        assertThat(ownerAfterRefresh(NO, new PeerAnswer.NotNow())).isEqualTo("tokyo");
    }

    @Test
    void refreshShouldNotFlickerBeforeAllAnswersAreThere() {
        fixture.resolver.known(FRANK);
        fixture.lookups.answer("austin", YES);

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void refreshShouldNotEvictANewerEntry() {
        fixture.resolver.known(FRANK);
        fixture.remember("frank@example.com", "austin");
        fixture.lookups.answer("austin", NO);
        fixture.lookups.answer("tokyo", NO);

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("austin");
    }
}
