// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** How a peer that was silent is found to be back, or never to have been away. */
class BreakerProbeTest extends GuardedLookupFixture {
    @Test
    void unanswerableAddressesShouldNeverOpenTheBreaker() {
        programmed = new PeerAnswer.Unknown();
        for (int i = 0; i < 20; i++) {
            MailAddress mute = address("mute" + i % 5 + "@example.com");
            peculiar.put(mute, SILENCE);
            assertThat(reasonOf(ask(mute))).isEqualTo(Reason.TIMEOUT);
        }

        assertThat(status()).isEqualTo(Status.UP);
        assertThat(events).isEmpty();
        assertThat(ask(address("bob@example.com"))).isEqualTo(new PeerAnswer.Unknown());
    }

    @Test
    void silencesThatWaitTogetherShouldNotOpenTheBreakerWhileThePeerAnswersOthers() {
        programmed = null;
        for (int i = 0; i < 5; i++) {
            testee.ask(address("mute" + i + "@example.com"));
        }
        testee.ask(FRANK);
        held.remove(5).complete(new PeerAnswer.Accepts());
        held.forEach(answer -> answer.complete(SILENCE));

        assertThat(status()).isEqualTo(Status.UP);
        assertThat(asked).as("no question was needed to know it").hasSize(6);
    }

    @Test
    void breakerShouldWaitForTheQuestionAboutNobodyWhenManySilencesEndTogether() {
        programmed = null;
        for (int i = 0; i < 5; i++) {
            testee.ask(address("mute" + i + "@example.com"));
        }
        List.copyOf(held).forEach(answer -> answer.complete(SILENCE));
        assertThat(asked).hasSize(6);
        assertThat(status()).isEqualTo(Status.UNKNOWN);

        held.get(5).complete(SILENCE);
        assertThat(status()).isEqualTo(Status.DOWN);
    }

    @Test
    void peerThatIsSilentOfUnknownAddressesShouldBeFoundAliveByTheAddressItAnsweredLast() {
        programmed = SILENCE;
        peculiar.put(FRANK, new PeerAnswer.Accepts());
        ask();
        for (int i = 0; i < 5; i++) {
            ask(address("typo" + i + "@example.com"));
        }

        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void oneProbeShouldGoOutEveryFiveSecondsWithoutTraffic() {
        fallSilent();
        asked.clear();
        timer.advance(Duration.ofSeconds(14));

        assertThat(asked)
                .as("nobody has these addresses")
                .containsExactly(address("nobody3@example.com"), address("nobody4@example.com"));
        assertThat(timer.waiting()).isEqualTo(1);
    }

    @Test
    void aRefusalShouldProveThatThePeerIsBack() {
        fallSilent();
        programmed = new NoAnswer(Reason.REFUSED, "answered 2");
        timer.advance(RowOfProbes.EVERY);

        assertThat(testee.state().status()).isEqualTo(Status.REFUSES);
        assertThat(events).containsExactly("down tokyo", "return tokyo");
        assertThat(timer.waiting()).isZero();
        assertThat(reasonOf(ask())).isEqualTo(Reason.REFUSED);
    }

    @Test
    void probeShouldNotBeRepeatedWhileItWaits() {
        fallSilent();
        programmed = null;
        timer.advance(Duration.ofSeconds(60));

        assertThat(held).hasSize(1);
        held.get(0).complete(new PeerAnswer.Accepts());
        assertThat(testee.state().status()).isEqualTo(Status.UP);
    }

    @Test
    void aLateAnswerShouldCloseTheBreaker() {
        programmed = null;
        CompletableFuture<PeerAnswer> late = testee.ask(FRANK).toCompletableFuture();
        fallSilent();
        held.get(0).complete(new PeerAnswer.NotNow());

        assertThat(late).isCompletedWithValue(new PeerAnswer.NotNow());
        assertThat(events).containsExactly("down tokyo", "return tokyo");
    }

    @Test
    void oneProbeShouldGoOutWhenTheBreakerOpenedSeveralTimesMeanwhile() {
        for (int i = 0; i < 3; i++) {
            programmed = null;
            testee.ask(FRANK);
            fallSilent();
            held.remove(0).complete(new PeerAnswer.NotNow());
        }
        fallSilent();
        asked.clear();
        timer.advance(RowOfProbes.EVERY);
        assertThat(asked).as("nobody, and whom it answered last").hasSize(2).contains(FRANK);
        timer.advance(RowOfProbes.EVERY);
        assertThat(asked).hasSize(4);
    }

    @Test
    void probesShouldStartAnewWhenTheBreakerOpensAfterTheyEnded() {
        fallSilent();
        programmed = new PeerAnswer.NotNow();
        timer.advance(RowOfProbes.EVERY);
        fallSilent();
        asked.clear();
        timer.advance(RowOfProbes.EVERY);

        assertThat(asked).hasSize(1);
    }

    @Test
    void closeShouldEndTheProbes() {
        fallSilent();
        asked.clear();
        testee.close();
        timer.advance(Duration.ofMinutes(1));

        assertThat(asked).isEmpty();
        assertThat(reasonOf(ask())).isEqualTo(Reason.CLOSED);
    }
}
