// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
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
        testee.addListener((suspect, lasts, isNew) ->
                noticed.add(suspect.client() + " for " + lasts.toMinutes() + (isNew ? "" : ", longer")));
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
    void suspicionShouldEndSoLongAfterTheFirstOfTheLast() {
        unknown(CLIENT, 3);
        clock.advance(WITHIN.minusSeconds(1));
        unknown(CLIENT, 1);
        assertThat(testee.isSuspect(CLIENT)).isTrue();

        clock.advance(Duration.ofSeconds(1));

        assertThat(testee.isSuspect(CLIENT)).isFalse();
        assertThat(testee.suspects()).isEmpty();
    }

    /** The rule by itself, word for word, with as many times as there are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 100})
    void ruleShouldHoldForAnyTraffic(int unknowns) {
        Harvests any = new Harvests(new HarvestConfiguration(unknowns, WITHIN, Duration.ZERO), clock::nanos, clock, 3);
        Random random = new Random(unknowns);
        Deque<Long> last = new ArrayDeque<>();
        for (int i = 0; i < 3_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(1 + 1_400_000 / unknowns)));
            if (random.nextInt(4) > 0) {
                any.unknown(CLIENT);
                last.addLast(clock.nanos());
            }
            while (last.size() > unknowns) {
                last.removeFirst();
            }
            boolean isSuspect = last.size() == unknowns && clock.nanos() - last.getFirst() < WITHIN.toNanos();
            assertThat(any.isSuspect(CLIENT)).as("step " + i).isEqualTo(isSuspect);
        }
    }

    @Test
    void oneThatGoesOnShouldBeToldOfAgainWhereItLastsMuchLonger() {
        unknown(CLIENT, 3);
        clock.advance(Duration.ofMinutes(6));

        unknown(CLIENT, 5);

        assertThat(noticed).containsExactly("192.0.2.7 for 10", "192.0.2.7 for 10, longer");
        clock.advance(WITHIN.plusSeconds(1));
        unknown(CLIENT, 3);
        assertThat(noticed).hasSize(3).endsWith("192.0.2.7 for 10");
        assertThat(testee.suspects()).singleElement().satisfies(suspect -> assertThat(suspect.since())
                .isEqualTo(clock.instant()));
    }

    /** A hint and an unknown recipient now and then are not a harvest. */
    @Test
    void unknownOfOneThatAPeerToldOfShouldNotKeepItASuspect() {
        testee.told(OSAKA, CLIENT, Duration.ofMinutes(3));
        clock.advance(Duration.ofMinutes(2));
        unknown(CLIENT, 1);

        clock.advance(Duration.ofMinutes(1));

        assertThat(testee.isSuspect(CLIENT)).isFalse();
    }

    @Test
    void clientThatWasNoticedHereAndIsToldOfShouldBeShownOnceAsNoticedHere() {
        testee.told(OSAKA, CLIENT, Duration.ofMinutes(30));
        testee.told(new PeerName("austin"), CLIENT, Duration.ofMinutes(40));
        assertThat(testee.suspects()).singleElement().satisfies(suspect -> assertThat(suspect.until())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(40))));

        unknown(CLIENT, 3);

        assertThat(testee.suspects()).singleElement().satisfies(suspect -> assertThat(suspect.toldBy())
                .isNull());
    }

    @Test
    void hintsOfAPeerThatIsRemovedShouldNotCount() {
        InMemoryPeers peers = new InMemoryPeers(SamplePeers.peer("osaka"), SamplePeers.peer("austin"));
        peers.directory().addListener(testee);
        testee.told(OSAKA, CLIENT, WITHIN);

        peers.replaceBy(SamplePeers.peer("austin"));

        assertThat(testee.isSuspect(CLIENT)).isFalse();
    }

    @Test
    void peerThatTellsOfTooManyShouldNotBeHeardUntilThereIsRoom() {
        for (int i = 0; i < Hints.OF_ONE_PEER; i++) {
            testee.told(OSAKA, InetAddresses.fromInteger(i), Duration.ofMinutes(1));
        }
        testee.told(OSAKA, CLIENT, Duration.ofMinutes(1));
        assertThat(testee.isSuspect(CLIENT)).isFalse();
        testee.told(new PeerName("austin"), CLIENT, Duration.ofSeconds(30));
        assertThat(testee.isSuspect(CLIENT)).isTrue();

        clock.advance(Duration.ofMinutes(1));
        testee.told(OSAKA, CLIENT, Duration.ofMinutes(1));

        assertThat(testee.isSuspect(CLIENT)).isTrue();
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
        for (int i = 0; i < Hints.OF_ONE_PEER + 10; i++) {
            testee.told(OSAKA, InetAddresses.fromInteger(i), Duration.ofHours(1));
        }

        assertThat(testee.suspects()).hasSize(Hints.OF_ONE_PEER);
        clock.advance(Hints.LONGEST);
        assertThat(testee.suspects()).isEmpty();
    }

    @Test
    void memoryShouldBeBoundedAndWhoGoesOnBeRemembered() {
        Harvests few = new Harvests(new HarvestConfiguration(3, WITHIN, Duration.ZERO), clock::nanos, clock, 100);
        InetAddress seenOnly = InetAddresses.fromInteger(0);
        few.unknown(seenOnly);
        few.unknown(seenOnly);
        for (int i = 1; i < 1_000; i++) {
            if (i % 50 == 0) {
                few.unknown(CLIENT);
            }
            few.isSuspect(seenOnly);
            few.unknown(InetAddresses.fromInteger(i));
        }

        few.unknown(seenOnly);

        assertThat(few.isSuspect(CLIENT)).isTrue();
        assertThat(few.isSuspect(seenOnly))
                .as("who is only looked at is forgotten")
                .isFalse();
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
