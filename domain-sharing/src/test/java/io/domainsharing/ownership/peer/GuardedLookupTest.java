// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Map<MailAddress, PeerAnswer> peculiar = new HashMap<>();
    private final AtomicInteger nobodies = new AtomicInteger();
    private final List<CompletableFuture<PeerAnswer>> held = new ArrayList<>();
    private @Nullable PeerAnswer programmed = SILENCE;

    private final GuardedLookup testee = new GuardedLookup(
            new PeerName("tokyo"),
            address -> {
                asked.add(address);
                CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
                PeerAnswer given = peculiar.getOrDefault(address, programmed);
                if (given == null) {
                    held.add(answer);
                } else {
                    answer.complete(given);
                }
                return answer;
            },
            new NobodysAddresses(() -> "nobody" + nobodies.incrementAndGet()),
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
        return ask(FRANK);
    }

    private PeerAnswer ask(MailAddress address) {
        return testee.ask(address).toCompletableFuture().join();
    }

    private void fallSilent() {
        programmed = SILENCE;
        ask();
        ask();
    }

    private Status status() {
        return testee.state().status();
    }

    private static Reason reasonOf(PeerAnswer answer) {
        return ((NoAnswer) answer).reason();
    }

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
