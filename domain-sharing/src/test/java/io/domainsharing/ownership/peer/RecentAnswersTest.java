// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.peer.RecentAnswers.Last;
import io.domainsharing.ownership.peer.RecentAnswers.RoundTrip;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "silent");

    private final FakeClock clock = new FakeClock();
    private final RecentAnswers testee = new RecentAnswers(clock);
    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"));

    @BeforeEach
    void subscribe() {
        peers.directory().addListener(testee);
    }

    @Test
    void peerThatWasNotAskedShouldHaveNoFigures() {
        assertThat(testee.last(TOKYO)).isEmpty();
        assertThat(testee.roundTrip(TOKYO)).isEmpty();
    }

    @Test
    void percentilesShouldBeOfTheAnswersThatWereMeasured() {
        for (int millis = 100; millis >= 1; millis--) {
            testee.onAnswer(TOKYO, YES, Duration.ofMillis(millis));
        }

        assertThat(testee.roundTrip(TOKYO)).contains(new RoundTrip(Duration.ofMillis(50), Duration.ofMillis(99), 100));
    }

    @Test
    void singleAnswerShouldBeBothPercentiles() {
        testee.onAnswer(TOKYO, YES, Duration.ofMillis(7));

        assertThat(testee.roundTrip(TOKYO)).contains(new RoundTrip(Duration.ofMillis(7), Duration.ofMillis(7), 1));
    }

    @Test
    void oldAnswersShouldLeaveTheFiguresHoweverManyCome() {
        for (int i = 0; i < 10 * RecentAnswers.SAMPLES; i++) {
            testee.onAnswer(TOKYO, YES, Duration.ofSeconds(1));
        }
        for (int i = 0; i < RecentAnswers.SAMPLES; i++) {
            testee.onAnswer(TOKYO, YES, Duration.ofMillis(2));
        }

        assertThat(testee.roundTrip(TOKYO))
                .contains(new RoundTrip(Duration.ofMillis(2), Duration.ofMillis(2), RecentAnswers.SAMPLES));
    }

    @Test
    void silenceShouldBeTheLastAnswerButNoRoundTrip() {
        testee.onAnswer(TOKYO, YES, Duration.ofMillis(3));
        clock.advance(Duration.ofMinutes(1));
        testee.onAnswer(TOKYO, SILENCE, Duration.ofSeconds(3));

        assertThat(testee.last(TOKYO)).contains(new Last(SILENCE, Duration.ofSeconds(3), clock.instant()));
        assertThat(testee.roundTrip(TOKYO)).contains(new RoundTrip(Duration.ofMillis(3), Duration.ofMillis(3), 1));
    }

    @Test
    void removedPeerShouldBeForgotten() {
        testee.onAnswer(TOKYO, YES, Duration.ofMillis(3));

        peers.replaceBy(InMemoryPeers.peer("austin"));

        assertThat(testee.last(TOKYO)).isEmpty();
        assertThat(testee.roundTrip(TOKYO)).isEmpty();
    }

    @Test
    void peerThatIsAnotherOneNowShouldBeginAnew() {
        testee.onAnswer(TOKYO, YES, Duration.ofMillis(3));

        peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.com"));

        assertThat(testee.last(TOKYO)).isEmpty();
        assertThat(testee.roundTrip(TOKYO)).isEmpty();
    }
}
