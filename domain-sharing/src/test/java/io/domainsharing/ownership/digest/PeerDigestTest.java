// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static io.domainsharing.ownership.digest.PeerDigestFixture.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.minger.digest.ListChange;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerDigestTest {
    private static final String BOB = "bob@example.com";
    private static final String NOBODY = "nobody@example.com";

    private final PeerDigestFixture fixture = new PeerDigestFixture(null);
    private final PeerDigest digest = fixture.digest;

    @Test
    void digestShouldTellNothingBeforeThePeerHasSaidAnything() {
        assertThat(digest.standing(new CanonicalAddress(BOB))).isEmpty();
        assertThat(digest.state()).isEmpty();
        assertThat(digest.stored()).isEmpty();
    }

    @Test
    void addressesShouldBeListedOrNotOnceTheListIsThere() {
        fixture.connect(Coverage.GUARDED, BOB);

        assertThat(fixture.standing(BOB))
                .isEqualTo(new Standing(Coverage.GUARDED, true, true, true, false, Duration.ZERO));
        assertThat(fixture.standing(NOBODY).isListed()).isFalse();
        assertThat(digest.standing(new CanonicalAddress("bob@example.org"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bob\"@example.com", "a..b@example.com", "bob@[192.0.2.1]", "b\u00f6b@example.com"})
    void addressThatHasMoreThanOneSpellingShouldBeNothingForADigest(String address) {
        fixture.connect(Coverage.GUARDED, BOB);

        assertThat(digest.standing(new CanonicalAddress(address))).isEmpty();
    }

    @Test
    void whileAListIsOnItsWayTheOldOneShouldBeWorthNothing() {
        fixture.connect(Coverage.GUARDED, BOB);
        digest.disconnected(LinkEnd.LOST);
        digest.connected();
        digest.covers(Map.of());

        assertThat(digest.standing(new CanonicalAddress(BOB))).isEmpty();
    }

    @Test
    void peerShouldNotBeLiveBeforeItHasSaidThatThisIsItsList() {
        fixture.connect(Coverage.GUARDED, BOB);
        digest.disconnected(LinkEnd.LOST);
        digest.connected();

        assertThat(fixture.standing(NOBODY).isLive()).isFalse();

        digest.alive(Duration.ZERO);
        assertThat(fixture.standing(NOBODY).isLive()).isTrue();
    }

    @Test
    void peerShouldBeLiveNoLongerThanThirtySecondsAfterItWasHeard() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.advance(Duration.ofSeconds(30));
        assertThat(fixture.standing(NOBODY).isLive()).isTrue();

        fixture.advance(Duration.ofSeconds(1));

        assertThat(fixture.standing(NOBODY).isLive()).isFalse();
        assertThat(fixture.standing(NOBODY).age()).isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void changesShouldBeTakenOver() {
        fixture.connect(Coverage.GUARDED, BOB);

        digest.changed(2, ListChange.between(list(BOB), list("carol@example.com")));

        assertThat(fixture.standing(BOB).isListed()).isFalse();
        assertThat(fixture.standing("carol@example.com").isListed()).isTrue();
        assertThat(digest.has()).isEqualTo(new Position(7, 2));
        assertThat(digest.isGone(new CanonicalAddress(BOB))).isTrue();
        assertThat(digest.isGone(new CanonicalAddress("carol@example.com"))).isFalse();
    }

    @Test
    void inDoubtNothingShouldBeKept() {
        fixture.connect(Coverage.GUARDED, BOB);
        ListChange ofAnother = ListChange.between(list(NOBODY), HashList.EMPTY);

        assertThatIllegalArgumentException().isThrownBy(() -> digest.changed(2, ofAnother));

        assertThat(digest.has()).isEqualTo(Position.NONE);
        assertThat(digest.standing(new CanonicalAddress(BOB))).isEmpty();
        assertThat(digest.stored()).isEmpty();
    }

    @Test
    void versionThatIsLeftOutShouldBeADoubt() {
        fixture.connect(Coverage.GUARDED, BOB);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> digest.changed(3, ListChange.between(list(BOB), HashList.EMPTY)));

        assertThat(digest.has()).isEqualTo(Position.NONE);
    }

    @Test
    void questionShouldCountUntilTheListIsAMinuteNewer() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.live(Duration.ofMinutes(2));
        fixture.asked.note(new CanonicalAddress(NOBODY));
        assertThat(fixture.standing(NOBODY).isAskedLately()).isTrue();

        fixture.live(Duration.ofSeconds(60));
        assertThat(fixture.standing(NOBODY).isAskedLately()).isTrue();

        fixture.live(Duration.ofSeconds(10));
        assertThat(fixture.standing(NOBODY).isAskedLately()).isFalse();
    }

    @Test
    void questionShouldCountForAsLongAsThePeerIsSilentAfterIt() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.live(Duration.ofMinutes(2));
        fixture.asked.note(new CanonicalAddress(NOBODY));
        digest.disconnected(LinkEnd.SILENT);

        fixture.advance(Duration.ofHours(20));

        assertThat(fixture.standing(NOBODY).isAskedLately()).isTrue();
        assertThat(fixture.standing("other@example.com").isAskedLately()).isFalse();
    }

    @Test
    void questionShouldCountForAMinuteAfterThePeerHasComeBack() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.asked.note(new CanonicalAddress(NOBODY));
        digest.disconnected(LinkEnd.SILENT);
        fixture.advance(Duration.ofHours(1));
        digest.connected();
        digest.alive(Duration.ZERO);
        fixture.live(Duration.ofSeconds(50));
        assertThat(fixture.standing(NOBODY).isAskedLately()).isTrue();

        fixture.live(Duration.ofSeconds(10));

        assertThat(fixture.standing(NOBODY).isAskedLately()).isFalse();
    }

    @Test
    void digestFromDiskShouldBeUnconfirmedUntilThePeerIsHeard() {
        PeerDigestFixture first = new PeerDigestFixture(null);
        first.connect(Coverage.GUARDED, BOB);
        PeerDigestFixture restarted =
                new PeerDigestFixture(first.digest.stored().orElseThrow());
        assertThat(restarted.standing(BOB).isListed()).isTrue();
        assertThat(restarted.standing(NOBODY).isConfirmed()).isFalse();

        restarted.digest.connected();
        restarted.digest.alive(Duration.ZERO);

        assertThat(restarted.standing(NOBODY).isConfirmed()).isTrue();
    }

    @Test
    void digestFromDiskShouldHaveTheAgeThatItHas() {
        PeerDigestFixture restarted = new PeerDigestFixture(new StoredDigest(
                new Position(7, 1),
                list(BOB),
                Map.of("example.com", Coverage.GUARDED),
                new FakeClock().instant().minusSeconds(600)));

        assertThat(restarted.standing(BOB).age()).isEqualTo(Duration.ofMinutes(10));
        restarted.advance(Duration.ofMinutes(5));
        assertThat(restarted.standing(BOB).age()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void clockThatIsSetBackShouldMakeNoDigestYounger() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.advance(Duration.ofHours(30));
        fixture.clock.advance(Duration.ofHours(-40));

        assertThat(fixture.standing(BOB).age()).isEqualTo(Duration.ofHours(30));
    }

    @Test
    void clockThatIsSetForwardShouldMakeADigestOlder() {
        fixture.connect(Coverage.GUARDED, BOB);
        fixture.clock.advance(Duration.ofHours(30));

        assertThat(fixture.standing(BOB).age()).isEqualTo(Duration.ofHours(30));
    }

    @Test
    void peerThatGoesAwayShouldBeNewsOnceAndOneWithoutADigestNone() {
        digest.disconnected(LinkEnd.FOREIGN);
        digest.disconnected(LinkEnd.FOREIGN);
        fixture.connect(Coverage.LISTED, BOB);
        digest.disconnected(LinkEnd.LOST);
        digest.disconnected(LinkEnd.UNREACHABLE);

        assertThat(fixture.events).containsSubsequence("none", "none", "connected", "lost", "none");
        assertThat(fixture.events).filteredOn("lost"::equals).hasSize(1);
    }
}
