// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedLookupTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "silent");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final List<String> events = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<MailAddress> asked = new ArrayList<>();
    private final List<CompletableFuture<PeerAnswer>> held = new ArrayList<>();
    private @Nullable PeerAnswer programmed = SILENCE;

    private final GuardedLookup testee = new GuardedLookup(
            new PeerName("tokyo"),
            address -> {
                asked.add(address);
                CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
                if (programmed == null) {
                    held.add(answer);
                } else {
                    answer.complete(programmed);
                }
                return answer;
            },
            clock,
            clock::nanos,
            timer,
            new PeerStateListener() {
                @Override
                public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
                    heard.add(peer + " " + answer.getClass().getSimpleName() + " after " + took.toMillis());
                }

                @Override
                public void onDown(PeerName peer) {
                    events.add("down " + peer);
                }

                @Override
                public void onReturn(PeerName peer) {
                    events.add("return " + peer);
                }
            });

    private PeerAnswer ask() {
        return testee.ask(FRANK).toCompletableFuture().join();
    }

    private void fallSilent() {
        programmed = SILENCE;
        ask();
        ask();
        ask();
    }

    private static Reason reasonOf(PeerAnswer answer) {
        return ((NoAnswer) answer).reason();
    }

    @Test
    void peerShouldBeUnknownBeforeItIsAsked() {
        assertThat(testee.state().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void breakerShouldOpenAfterThreeSilentLookUps() {
        ask();
        ask();
        assertThat(testee.state().status()).isEqualTo(Status.UNKNOWN);
        assertThat(reasonOf(ask())).isEqualTo(Reason.TIMEOUT);

        assertThat(testee.state()).isEqualTo(new PeerState(Status.DOWN, clock.instant()));
        assertThat(reasonOf(ask())).isEqualTo(Reason.KNOWN_DOWN);
        assertThat(asked).hasSize(3);
        assertThat(events).containsExactly("down tokyo");
    }

    @Test
    void anAnswerBetweenShouldStartTheCountAnew() {
        ask();
        ask();
        programmed = new PeerAnswer.Unknown();
        ask();
        programmed = SILENCE;
        ask();
        ask();

        assertThat(testee.state().status()).isEqualTo(Status.UP);
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
    void oneProbeShouldGoOutEveryFiveSecondsWithoutTraffic() {
        fallSilent();
        timer.advance(Duration.ofSeconds(14));

        assertThat(asked).hasSize(5);
        assertThat(timer.waiting()).isEqualTo(1);
    }

    @Test
    void aRefusalShouldProveThatThePeerIsBack() {
        fallSilent();
        programmed = new NoAnswer(Reason.REFUSED, "answered 2");
        timer.advance(GuardedLookup.PROBE_EVERY);

        assertThat(testee.state().status()).isEqualTo(Status.UP);
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
        timer.advance(GuardedLookup.PROBE_EVERY);
        assertThat(asked).hasSize(1);
        timer.advance(GuardedLookup.PROBE_EVERY);
        assertThat(asked).hasSize(2);
    }

    @Test
    void probesShouldStartAnewWhenTheBreakerOpensAfterTheyEnded() {
        fallSilent();
        programmed = new PeerAnswer.NotNow();
        timer.advance(GuardedLookup.PROBE_EVERY);
        fallSilent();
        asked.clear();
        timer.advance(GuardedLookup.PROBE_EVERY);

        assertThat(asked).hasSize(1);
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
                new PeerName("tokyo"),
                address -> {
                    throw new IllegalStateException("bug");
                },
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
        assertThat(reasonOf(ask())).isEqualTo(Reason.KNOWN_DOWN);

        assertThat(heard)
                .containsExactly(
                        "tokyo Accepts after 250",
                        "tokyo NoAnswer after 0",
                        "tokyo NoAnswer after 0",
                        "tokyo NoAnswer after 0");
    }

    @Test
    void closeShouldEndTheProbes() {
        fallSilent();
        testee.close();
        timer.advance(Duration.ofMinutes(1));

        assertThat(asked).hasSize(3);
        assertThat(reasonOf(ask())).isEqualTo(Reason.CLOSED);
    }
}
