// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedLookupTest extends GuardedLookupFixture {
    @Test
    void peerShouldBeUnknownBeforeItIsAsked() {
        assertThat(testee.state().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void breakerShouldOpenAfterThreeSilentQuestionsAboutDifferentAddresses() {
        assertThat(reasonOf(ask())).isEqualTo(Reason.TIMEOUT);
        assertThat(asked).containsExactly(FRANK, address("nobody1@example.com"));
        assertThat(status()).isEqualTo(Status.UNKNOWN);

        assertThat(reasonOf(ask(address("bob@example.com")))).isEqualTo(Reason.TIMEOUT);
        assertThat(testee.state()).isEqualTo(new PeerState(Status.DOWN, clock.instant()));
        assertThat(reasonOf(ask())).isEqualTo(Reason.KNOWN_DOWN);
        assertThat(asked).hasSize(3);
        assertThat(events).containsExactly("down tokyo");
    }

    @Test
    void breakerShouldOpenWhenOnlyOneAddressIsAskedFor() {
        ask();
        ask();

        assertThat(asked).containsExactly(FRANK, address("nobody1@example.com"), FRANK, address("nobody2@example.com"));
        assertThat(status()).isEqualTo(Status.DOWN);
    }

    @Test
    void addressUnansweredWhileThePeerLivesShouldNotBeAskedAgainForAMoment() {
        programmed = null;
        testee.ask(FRANK);
        testee.ask(address("bob@example.com"));
        held.get(1).complete(new PeerAnswer.Accepts());
        held.get(0).complete(SILENCE);
        programmed = new PeerAnswer.Accepts();

        assertThat(reasonOf(ask(address("Frank@Example.com")))).isEqualTo(Reason.UNANSWERED);
        assertThat(asked).hasSize(2);
        clock.advance(UnansweredAddresses.REMEMBERED);
        assertThat(ask()).isEqualTo(new PeerAnswer.Accepts());
    }

    @Test
    void addressThatOnlyStrayDatagramsCameForShouldProveThatThePeerLives() {
        programmed = new NoAnswer(Reason.UNANSWERED, "sent something else");
        for (int i = 0; i < 5; i++) {
            assertThat(reasonOf(ask(address("a" + i + "@example.com")))).isEqualTo(Reason.UNANSWERED);
        }

        assertThat(status()).isEqualTo(Status.UP);
        assertThat(reasonOf(ask(address("a1@example.com")))).isEqualTo(Reason.UNANSWERED);
        assertThat(asked).as("asked once each").hasSize(5);
    }

    @Test
    void anAnswerBetweenShouldStartTheCountAnew() {
        ask();
        programmed = new PeerAnswer.Unknown();
        ask();
        programmed = SILENCE;
        peculiar.put(address("nobody2@example.com"), new PeerAnswer.Unknown());
        ask(address("bob@example.com"));

        assertThat(status()).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "OVERLOADED", "UNASKABLE", "CLOSED", "KNOWN_DOWN"})
    void onlySilenceShouldCount(Reason reason) {
        programmed = new NoAnswer(reason, "not silence");
        for (int i = 0; i < 5; i++) {
            ask();
        }

        assertThat(testee.state().status()).isNotEqualTo(Status.DOWN);
    }

    @Test
    void excessQuestionsShouldBeOverloaded() {
        programmed = null;
        for (int i = 0; i < GuardedLookup.MAXIMUM_AT_ONCE; i++) {
            assertThat(testee.ask(FRANK).toCompletableFuture()).isNotDone();
        }

        assertThat(reasonOf(ask())).isEqualTo(Reason.OVERLOADED);
        held.get(0).complete(new PeerAnswer.Accepts());
        assertThat(testee.inFlight()).isEqualTo(GuardedLookup.MAXIMUM_AT_ONCE - 1);
        assertThat(testee.ask(FRANK).toCompletableFuture()).isNotDone();
    }

    @Test
    void aFailingLookUpShouldBeAnAnswerAndGiveItsPlaceBack() {
        GuardedLookup failing = new GuardedLookup(
                InMemoryPeers.peer("tokyo"),
                address -> {
                    throw new IllegalStateException("bug");
                },
                NobodysAddresses.random(),
                clock,
                clock::nanos,
                timer,
                PeerStateListener.NONE);

        assertThat(failing.ask(FRANK).toCompletableFuture())
                .isCompletedWithValueMatching(answer -> reasonOf(answer) == Reason.UNASKABLE);
        assertThat(failing.inFlight()).isZero();
    }

    @Test
    void everyQuestionThatWasSentShouldBeHeardOfWithItsTime() {
        programmed = null;
        testee.ask(FRANK);
        clock.advance(Duration.ofMillis(250));
        held.get(0).complete(new PeerAnswer.Accepts());
        programmed = SILENCE;
        fallSilent();
        int sent = asked.size();
        assertThat(reasonOf(ask())).isEqualTo(Reason.KNOWN_DOWN);

        assertThat(heard).hasSize(sent).startsWith("tokyo Accepts after 250", "tokyo NoAnswer after 0");
    }
}
