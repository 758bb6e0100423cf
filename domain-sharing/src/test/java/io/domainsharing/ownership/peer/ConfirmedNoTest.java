// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.log.LogLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

class ConfirmedNoTest {
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();
    private static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "silent");
    private static final MailAddress BOB = address("bob@example.com");

    private final Deque<PeerAnswer> answers = new ArrayDeque<>();
    private final ConfirmedNo testee = new ConfirmedNo(
            new PeerName("tokyo"),
            address -> CompletableFuture.completedStage(answers.remove()),
            Set.of(CanonicalAddress.of(BOB))::contains,
            new LogLimit(new FakeClock()));

    private PeerAnswer ask(MailAddress address, PeerAnswer... given) {
        answers.addAll(List.of(given));
        PeerAnswer answer = testee.ask(address).toCompletableFuture().join();
        assertThat(answers).as("answers to questions that were not asked").isEmpty();
        return answer;
    }

    @Test
    void noAboutAnAddressThatNobodyHadShouldCountAtOnce() {
        assertThat(ask(address("typo@example.com"), NO)).isEqualTo(NO);
    }

    @Test
    void yesShouldCountAtOnce() {
        assertThat(ask(BOB, YES)).isEqualTo(YES);
    }

    @Test
    void noAboutAnAddressThatSomebodyHadShouldCountWhenItIsSaidTwice() {
        assertThat(ask(address("Bob@Example.com"), NO, NO)).isEqualTo(NO);
    }

    @Test
    void noShouldNotCountWhenTheSecondQuestionIsNotAnswered() {
        assertThat(ask(BOB, NO, SILENCE)).isEqualTo(SILENCE);
    }

    @Test
    void noAndYesShouldBeNoAnswer() {
        assertThat(ask(BOB, NO, YES)).isInstanceOfSatisfying(NoAnswer.class, none -> assertThat(none.reason())
                .isEqualTo(Reason.REFUSED));
    }
}
