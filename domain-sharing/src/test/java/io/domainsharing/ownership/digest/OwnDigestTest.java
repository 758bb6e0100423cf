// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestSource.View;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

class OwnDigestTest {
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
    private static final Domain DOMAIN = Domain.of("example.com");
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Secret OTHER = new Secret("another");
    private static final int MAXIMUM = 3;
    private static final CanonicalAddress BOB = new CanonicalAddress("bob@example.com");

    private final FakeClock clock = new FakeClock();
    private final Set<String> relations = new HashSet<>(Set.of("asked"));
    private final AtomicInteger told = new AtomicInteger();
    private final OwnDigest.Relations toClients = new OwnDigest.Relations() {
        @Override
        public boolean isSecondaryFor(InetAddress client, Domain domain) {
            return relations.contains("secondary");
        }

        @Override
        public boolean isAskedAbout(InetAddress client, Domain domain) {
            return relations.contains("asked");
        }
    };
    private final OwnDigest testee = new OwnDigest(List.of(SECRET, OTHER), () -> 7, clock::nanos, toClients, MAXIMUM);

    OwnDigestTest() {
        testee.onChange(told::incrementAndGet);
    }

    @Test
    void nothingShouldBeServedBeforeTheFirstScan() {
        testee.expect(BOB);

        assertThat(testee.view(DigestKeys.of(SECRET), CLIENT, Position.NONE)).isEmpty();
        assertThat(testee.size()).isEmpty();
    }

    @Test
    void eachSecretShouldHaveAListOfItsOwn() throws Exception {
        scan("bob@example.com", "ann@example.com");

        assertThat(view(SECRET).now().list()).isEqualTo(list(SECRET, "ann@example.com", "bob@example.com"));
        assertThat(view(OTHER).now().list()).isEqualTo(list(OTHER, "ann@example.com", "bob@example.com"));
        assertThat(testee.view(DigestKeys.of(new Secret("unknown")), CLIENT, Position.NONE))
                .isEmpty();
    }

    @Test
    void spellingShouldBeTheCanonicalOne() throws Exception {
        scan("Bob@Example.COM", "\"ann\"@example.com");

        assertThat(view(SECRET).now().list()).isEqualTo(list(SECRET, "bob@example.com"));
    }

    @Test
    void expectedAddressShouldBeListedAtOnceAndStayThoughAScanLacksIt() throws Exception {
        scan("ann@example.com");
        testee.expect(BOB);
        assertThat(view(SECRET).now().list()).isEqualTo(list(SECRET, "ann@example.com", "bob@example.com"));

        scan("ann@example.com");

        assertThat(view(SECRET).now().list().size()).isEqualTo(2);
        assertThat(told).hasValue(3);
    }

    @Test
    void nothingShouldBeListedWhenAnAddressIsExpectedThatAFullListHasNoRoomFor() throws Exception {
        scan("ann@example.com", "carl@example.com", "dora@example.com");

        testee.expect(BOB);

        assertThat(view(SECRET).now().list()).isEqualTo(HashList.EMPTY);
        assertThat(view(SECRET).domains()).isEmpty();
        assertThat(told).hasValue(2);
    }

    @Test
    void fullListShouldStayWhenItHasTheAddressThatIsExpected() throws Exception {
        scan("ann@example.com", "bob@example.com", "dora@example.com");

        testee.expect(BOB);

        assertThat(view(SECRET).now().list().size()).isEqualTo(MAXIMUM);
        assertThat(view(SECRET).domains()).isNotEmpty();
    }

    @Test
    void listShouldBeBackWhenTheAddressThatItHadNoRoomForNeverComes() throws Exception {
        scan("ann@example.com", "carl@example.com", "dora@example.com");
        testee.expect(BOB);
        clock.advance(OwnDigest.CREATION.plusMillis(1));

        scan("ann@example.com", "carl@example.com", "dora@example.com");

        assertThat(view(SECRET).now().list().size()).isEqualTo(MAXIMUM);
        assertThat(view(SECRET).domains()).isNotEmpty();
    }

    @Test
    void expectedAddressThatNeverComesShouldBeGoneInTheEnd() throws Exception {
        scan();
        testee.expect(BOB);
        clock.advance(OwnDigest.CREATION.plusMillis(1));

        scan();

        assertThat(view(SECRET).now().list()).isEqualTo(HashList.EMPTY);
    }

    @Test
    void addressThatWasFoundOnceShouldBeGoneWithTheNextScanThatLacksIt() throws Exception {
        scan();
        testee.expect(BOB);
        scan("bob@example.com");

        scan();

        assertThat(view(SECRET).now().list()).isEqualTo(HashList.EMPTY);
    }

    @Test
    void whatBecameKnownDuringAScanShouldCountMoreThanTheScan() throws Exception {
        scan("bob@example.com");
        OwnScan slow = testee.scan();
        slow.add(address("bob@example.com"));
        clock.advance(Duration.ofSeconds(1));
        testee.correct(BOB, false);
        testee.correct(new CanonicalAddress("carol@example.com"), true);

        testee.publish(slow, Map.of(DOMAIN, Coverage.GUARDED));

        assertThat(view(SECRET).now().list()).isEqualTo(list(SECRET, "carol@example.com"));
    }

    @Test
    void changeShouldBeServedAsOne() throws Exception {
        scan("ann@example.com");
        Position before = view(SECRET).now().position();
        testee.expect(BOB);

        View view = testee.view(DigestKeys.of(SECRET), CLIENT, before).orElseThrow();

        assertThat(view.changes()).singleElement().satisfies(change -> assertThat(change.added())
                .isEqualTo(list(SECRET, "bob@example.com")));
    }

    @Test
    void domainThatCannotBeListedShouldHaveNoAddressInTheList() throws Exception {
        OwnScan scan = testee.scan();
        scan.add(address("bob@example.com"));
        scan.add(address("bob@example.org"));

        testee.publish(scan, Map.of(Domain.of("example.org"), Coverage.LISTED));

        assertThat(view(SECRET).now().list()).isEqualTo(list(SECRET, "bob@example.org"));
        testee.expect(BOB);
        assertThat(view(SECRET).now().list().size()).isOne();
        assertThat(view(SECRET).domains()).isEqualTo(Map.of("example.org", Coverage.LISTED));
    }

    @Test
    void clientThatIsNotAskedBeforeACreationShouldBePromisedNothing() throws Exception {
        scan("bob@example.com");
        assertThat(view(SECRET).domains()).isEqualTo(Map.of("example.com", Coverage.GUARDED));

        relations.remove("asked");

        assertThat(view(SECRET).domains()).isEqualTo(Map.of("example.com", Coverage.LISTED));
    }

    @Test
    void secondaryWhoHearsOfOtherSitesTooShouldBeToldThatNothingIsListed() throws Exception {
        scan("bob@example.com");
        relations.add("secondary");

        assertThat(view(SECRET).domains()).isEqualTo(Map.of("example.com", Coverage.NOT_LISTED));
    }

    @Test
    void ageShouldCountFromTheBeginOfTheScan() throws Exception {
        OwnScan scan = testee.scan();
        clock.advance(Duration.ofSeconds(3));
        testee.publish(scan, Map.of(DOMAIN, Coverage.GUARDED));
        clock.advance(Duration.ofSeconds(4));

        assertThat(view(SECRET).age()).isEqualTo(Duration.ofSeconds(7));
    }

    private void scan(String... addresses) throws Exception {
        OwnScan scan = testee.scan();
        for (String address : addresses) {
            scan.add(address(address));
        }
        testee.publish(scan, Map.of(DOMAIN, Coverage.GUARDED));
        clock.advance(Duration.ofMillis(1));
    }

    private View view(Secret secret) {
        return testee.view(DigestKeys.of(secret), CLIENT, Position.NONE).orElseThrow();
    }

    private static HashList list(Secret secret, String... addresses) {
        long[] hashes = Arrays.stream(addresses)
                .mapToLong(DigestKeys.of(secret).hash()::of)
                .toArray();
        return HashList.of(hashes, hashes.length);
    }
}
