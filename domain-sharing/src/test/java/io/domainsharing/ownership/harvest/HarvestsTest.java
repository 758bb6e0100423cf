// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestsTest {
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final PeerName OSAKA = new PeerName("osaka");
    private static final InetAddress CLIENT = InetAddresses.forString("192.0.2.7");

    private final FakeClock clock = new FakeClock();
    private final List<String> noticed = new ArrayList<>();
    private final Harvests testee =
            new Harvests(new HarvestConfiguration(3, WITHIN, Duration.ZERO), clock::nanos, clock);

    HarvestsTest() {
        testee.addListener((suspect, lasts) -> noticed.add(suspect.client() + " for " + lasts.toMinutes()));
    }

    private void unknown(InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            testee.unknown(client);
        }
    }

    @Test
    void clientShouldBeASuspectFromItsLastAllowedUnknownOnAndBeNoticedOnce() {
        unknown(CLIENT, 2);
        assertThat(testee.isSuspect(CLIENT)).isFalse();

        unknown(CLIENT, 5);

        assertThat(testee.isSuspect(CLIENT)).isTrue();
        assertThat(noticed).containsExactly("192.0.2.7 for 10");
    }

    @Test
    void unknownOfLongAgoShouldNotCount() {
        unknown(CLIENT, 2);
        clock.advance(WITHIN.plusMillis(1));

        unknown(CLIENT, 2);

        assertThat(testee.isSuspect(CLIENT)).isFalse();
    }

    @Test
    void suspectShouldBeOneUntilItHasStoppedForAsLong() {
        unknown(CLIENT, 3);
        clock.advance(WITHIN.minusSeconds(1));
        unknown(CLIENT, 1);
        clock.advance(WITHIN.minusSeconds(1));
        assertThat(testee.isSuspect(CLIENT)).isTrue();

        clock.advance(Duration.ofSeconds(1));

        assertThat(testee.isSuspect(CLIENT)).isFalse();
        assertThat(testee.suspects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:7::1, 2001:db8:0:7:ffff::9, true",
        "2001:db8:0:7::1, 2001:db8:0:8::1, false",
        "192.0.2.7, 192.0.2.8, false",
        "::ffff:192.0.2.7, 192.0.2.7, true"
    })
    void addressesOfOneCustomerShouldBeOneClient(String one, String other, boolean isSame) {
        unknown(InetAddresses.forString(one), 3);

        assertThat(testee.isSuspect(InetAddresses.forString(other))).isEqualTo(isSame);
    }

    @Test
    void hintShouldMakeASuspectForItsTimeAndBePassedOnToNobody() {
        testee.told(OSAKA, CLIENT, Duration.ofMinutes(3));
        assertThat(testee.isSuspect(CLIENT)).isTrue();
        assertThat(testee.suspects()).singleElement().satisfies(suspect -> assertThat(suspect.toldBy())
                .isEqualTo(OSAKA));

        clock.advance(Duration.ofMinutes(3));

        assertThat(testee.isSuspect(CLIENT)).isFalse();
        assertThat(noticed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void hintForNoTimeShouldSayNothing(Duration lasts) {
        testee.told(OSAKA, CLIENT, lasts);

        assertThat(testee.isSuspect(CLIENT)).isFalse();
    }

    @Test
    void hintsShouldBeBoundedInTimeAndNumber() {
        testee.told(OSAKA, CLIENT, Duration.ofDays(300));
        for (int i = 0; i < Harvests.TOLD_BY_ONE_PEER + 10; i++) {
            testee.told(OSAKA, InetAddresses.fromInteger(i), Duration.ofHours(1));
        }

        assertThat(testee.suspects()).hasSize(Harvests.TOLD_BY_ONE_PEER);
        clock.advance(Harvests.LONGEST_HINT);
        assertThat(testee.suspects()).isEmpty();
    }

    @Test
    void clientsThatWereSeenLongestAgoShouldBeForgottenFirst() {
        unknown(CLIENT, 2);
        for (int i = 0; i < Harvests.MAXIMUM; i++) {
            testee.unknown(InetAddresses.fromInteger(0x0a000000 + i));
        }

        unknown(CLIENT, 2);

        assertThat(testee.isSuspect(CLIENT)).isFalse();
    }

    @Test
    void pardonedClientShouldBeginAnew() {
        unknown(CLIENT, 3);

        assertThat(testee.pardon(ClientBlock.parse("192.0.2.7").orElseThrow())).isTrue();

        assertThat(testee.isSuspect(CLIENT)).isFalse();
        unknown(CLIENT, 2);
        assertThat(testee.isSuspect(CLIENT)).isFalse();
        assertThat(testee.pardon(ClientBlock.parse("192.0.2.7").orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "2001:db8:0:7::/64, 2001:db8:0:7::/64", "2001:db8:0:7::5, 2001:db8:0:7::/64"})
    void blockShouldBeReadAsItIsWritten(String text, String written) {
        assertThat(ClientBlock.parse(text))
                .hasValueSatisfying(block -> assertThat(block).hasToString(written));
        assertThat(ClientBlock.parse("example.com")).isEmpty();
    }
}
