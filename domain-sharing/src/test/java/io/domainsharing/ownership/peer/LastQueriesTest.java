// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.peer.LastQueries.Query;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastQueriesTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final InetAddress AT_TOKYO = InetAddresses.forString("203.0.113.7");

    private final FakeClock clock = new FakeClock();
    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo", "203.0.113.0/24"));
    private final LastQueries testee = new LastQueries(peers, clock);

    @Test
    void lastQueryShouldCountWhateverItWasTold() {
        testee.note(AT_TOKYO, MingerStatus.EXISTS);
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);

        assertThat(testee.from(TOKYO)).contains(new Query(clock.instant(), MingerStatus.BAD_CREDENTIALS));
    }

    @Test
    void strangersShouldNotCountForAPeer() {
        testee.note(InetAddresses.forString("198.51.100.1"), MingerStatus.ACCESS_DENIED);

        assertThat(testee.from(TOKYO)).isEmpty();
    }

    @Test
    void removedPeerShouldBeForgotten() {
        testee.note(AT_TOKYO, MingerStatus.EXISTS);

        peers.directory().addListener(testee);
        peers.replaceBy();

        assertThat(testee.from(TOKYO)).isEmpty();
    }

    @Test
    void wrongSecretShouldBeToldFromItsFirstQueryUntilTheRightOne() {
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);
        Instant since = clock.instant();
        clock.advance(Duration.ofMinutes(5));
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);
        assertThat(testee.wrongSecretSince(TOKYO)).contains(since);

        testee.note(AT_TOKYO, MingerStatus.DOES_NOT_EXIST);

        assertThat(testee.wrongSecretSince(TOKYO)).isEmpty();
    }

    @Test
    void wrongSecretShouldNotBeBelievedWhileThePeerIsHeardWithTheRightOne() {
        testee.note(AT_TOKYO, MingerStatus.EXISTS);
        clock.advance(LastQueries.RECENTLY.minusMillis(1));
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);
        assertThat(testee.wrongSecretSince(TOKYO)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);

        assertThat(testee.wrongSecretSince(TOKYO)).contains(clock.instant());
    }

    @Test
    void wrongSecretOfARemovedPeerShouldBeForgotten() {
        testee.note(AT_TOKYO, MingerStatus.BAD_CREDENTIALS);

        peers.directory().addListener(testee);
        peers.replaceBy();

        assertThat(testee.wrongSecretSince(TOKYO)).isEmpty();
    }
}
