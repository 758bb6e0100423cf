// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HarvestAnswersTest {
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final FakeTimer timer = new FakeTimer(new FakeClock());
    private final List<Verdict.Kind> answered = new ArrayList<>();
    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("nobody@example.com", new Verdict.Nobody());
    private final HarvestAnswers testee =
            new HarvestAnswers(ownership, DELAY, timer, verdict -> answered.add(verdict.kind()));

    @Test
    void yesShouldBeGivenAtOnce() {
        assertThat(testee.about(address("ann@example.com"))).isCompleted();
    }

    @Test
    void everythingElseShouldBeGivenLaterAndNobodyBeAsked() {
        CompletableFuture<Verdict> nobody = testee.about(address("nobody@example.com"));
        CompletableFuture<Verdict> open = testee.about(address("dora@example.com"));
        timer.advance(DELAY.minusMillis(1));
        assertThat(nobody).isNotDone();
        assertThat(open).isNotDone();

        timer.advance(Duration.ofMillis(1));

        assertThat(nobody).isCompletedWithValue(new Verdict.Nobody());
        assertThat(open.join()).isInstanceOf(Verdict.Undetermined.class);
        assertThat(answered).containsExactly(Verdict.Kind.NOBODY, Verdict.Kind.UNDETERMINED);
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void noMoreAnswersThanTheBoundShouldBeHeldBack() {
        List<CompletableFuture<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i <= HarvestAnswers.MAXIMUM_DELAYED; i++) {
            answers.add(testee.about(address("nobody@example.com")));
        }
        assertThat(answers.stream().filter(CompletableFuture::isDone)).hasSize(1);

        timer.advance(DELAY);

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(testee.about(address("nobody@example.com")))
                .as("there is room again")
                .isNotDone();
    }
}
