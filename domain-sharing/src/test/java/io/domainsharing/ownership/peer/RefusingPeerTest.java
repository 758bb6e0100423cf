// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O3")
class RefusingPeerTest extends GuardedLookupFixture {
    private static final Domain EXAMPLE_COM = Domain.of("example.com");
    private static final PeerAnswer REFUSAL = new NoAnswer(Reason.REFUSED, "answered 2, wrong secret");

    private void probe() {
        testee.probeIfIdle(EXAMPLE_COM);
    }

    @Test
    void peerShouldRefuseWhenItTellsNothingOfAnAddressThatNobodyHasEither() {
        programmed = REFUSAL;

        assertThat(ask()).isEqualTo(REFUSAL);

        assertThat(asked).containsExactly(FRANK, address("nobody1@example.com"));
        assertThat(testee.state())
                .isEqualTo(new PeerState(Status.REFUSES, clock.instant(), "answered 2, wrong secret"));
    }

    @Test
    void peerShouldBeUpWhenItRefusesOneAddressAndTellsOfOthers() {
        programmed = new PeerAnswer.Unknown();
        peculiar.put(FRANK, REFUSAL);

        ask();

        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void peerShouldBeUpWhenItRefusesUnknownAddressesAndTellsOfKnownOnes() {
        programmed = REFUSAL;
        peculiar.put(FRANK, new PeerAnswer.Accepts());
        ask();

        ask(address("bob@example.com"));

        assertThat(status()).isEqualTo(Status.UP);
        assertThat(asked).endsWith(address("nobody1@example.com"), FRANK);
    }

    @Test
    void refusalsShouldBeLookedIntoOnceAMinuteWhenThePeerTellsOfOthers() {
        programmed = new PeerAnswer.Unknown();
        peculiar.put(FRANK, REFUSAL);
        for (int i = 0; i < 10; i++) {
            ask();
        }
        assertThat(nobodies).hasValue(1);

        clock.advance(IdleTime.CONTROL);
        ask();

        assertThat(nobodies).hasValue(2);
    }

    @Test
    void refusalShouldEndAndTheMailThatWaitsBeTriedAtTheFirstAnswerThatTells() {
        programmed = REFUSAL;
        ask();
        clock.advance(Duration.ofHours(1));
        programmed = new PeerAnswer.Unknown();

        ask();

        assertThat(testee.state()).isEqualTo(new PeerState(Status.UP, clock.instant()));
        assertThat(events).containsExactly("return tokyo");
    }

    @Test
    void refusalShouldKeepItsBeginningAndTellTheLatestWords() {
        programmed = REFUSAL;
        ask();
        PeerState first = testee.state();
        clock.advance(IdleTime.REFUSING);
        programmed = new NoAnswer(Reason.REFUSED, "answered 1, access denied");

        probe();

        assertThat(testee.state()).isEqualTo(new PeerState(Status.REFUSES, first.since(), "answered 1, access denied"));
    }

    @Test
    void peerThatIsBackAndRefusesShouldBeDownNoMore() {
        fallSilent();
        programmed = REFUSAL;

        timer.advance(RowOfProbes.EVERY);

        assertThat(status()).isEqualTo(Status.REFUSES);
        assertThat(events).containsExactly("down tokyo", "return tokyo");
    }

    @Test
    void peerThatIsRefusingAndFallsSilentShouldBeDown() {
        programmed = REFUSAL;
        ask();

        fallSilent();

        assertThat(status()).isEqualTo(Status.DOWN);
    }

    @Test
    void peerShouldBeProbedAtOnceWhenItWasNeverAsked() {
        programmed = REFUSAL;

        probe();

        assertThat(asked).containsExactly(address("nobody1@example.com"));
        assertThat(status()).isEqualTo(Status.REFUSES);
    }

    @Test
    void peerThatIsAwayFromTheStartShouldBeDownAfterThreeProbes() {
        probe();
        probe();
        assertThat(status()).isEqualTo(Status.UNKNOWN);

        probe();

        assertThat(status()).isEqualTo(Status.DOWN);
    }

    @Test
    void peerThatTellsShouldBeProbedAfterThreeQuietMinutesOnly() {
        programmed = new PeerAnswer.Unknown();
        ask();
        clock.advance(IdleTime.LONGEST.minusMillis(1));
        probe();
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        probe();

        assertThat(asked).hasSize(3).last().isEqualTo(FRANK);
    }

    @Test
    void refusingPeerShouldBeProbedEveryHalfMinute() {
        programmed = REFUSAL;
        ask();
        probe();
        assertThat(nobodies).hasValue(1);

        clock.advance(IdleTime.REFUSING);
        probe();

        assertThat(nobodies).hasValue(2);
    }

    @Test
    void testOfThePeerShouldShowARefusalAndItsEnd() {
        programmed = REFUSAL;
        testee.unguarded().ask(FRANK);
        assertThat(status()).isEqualTo(Status.REFUSES);

        programmed = new PeerAnswer.Unknown();
        testee.unguarded().ask(FRANK);

        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void closedPeerShouldNotBeProbed() {
        testee.close();

        probe();

        assertThat(asked).isEmpty();
    }
}
