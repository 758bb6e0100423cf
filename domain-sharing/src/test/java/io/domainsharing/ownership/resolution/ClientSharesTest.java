// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.ClientNetwork;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSharesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final InetAddress GUESSER = client("192.0.2.1");
    private static final InetAddress OTHER = client("192.0.2.2");

    private final FakeTimer timer = new FakeTimer(new FakeClock());
    private final Deque<CompletableFuture<Verdict>> questions = new ArrayDeque<>();
    private final List<InetAddress> asked = new ArrayList<>();
    private final ClientShares testee = new ClientShares(PATIENCE, timer);

    private static InetAddress client(String address) {
        return InetAddresses.forString(address);
    }

    private CompletableFuture<Verdict> ask(InetAddress client) {
        return testee.ask(client, () -> {
                    asked.add(client);
                    CompletableFuture<Verdict> question = new CompletableFuture<>();
                    questions.add(question);
                    return question;
                })
                .toCompletableFuture();
    }

    private List<CompletableFuture<Verdict>> ask(InetAddress client, int times) {
        List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            verdicts.add(ask(client));
        }
        return verdicts;
    }

    private void answerFirst() {
        questions.remove().complete(NOBODY);
    }

    @Test
    void clientShouldWaitWhenItHasItsShare() {
        List<CompletableFuture<Verdict>> verdicts = ask(GUESSER, ClientShares.OF_ONE_CLIENT + 1);
        assertThat(questions).hasSize(ClientShares.OF_ONE_CLIENT);
        assertThat(testee.waiting()).isOne();

        answerFirst();
        assertThat(verdicts.get(0)).isCompletedWithValue(NOBODY);
        assertThat(asked).hasSize(ClientShares.OF_ONE_CLIENT + 1);
        assertThat(testee.waiting()).isZero();
    }

    @Test
    void newcomerShouldNotWaitWhenFewOthersAskForALot() {
        for (int i = 1; i <= 5; i++) {
            ask(client("198.51.100." + i), 200);
        }
        assertThat(questions).hasSizeLessThan(ClientShares.AT_ONCE);

        assertThat(ask(OTHER)).isNotDone();
        assertThat(asked).last().isEqualTo(OTHER);
    }

    @Test
    void newcomerShouldHaveTheNextTurnWhenAllPlacesAreTaken() {
        for (int i = 1; i <= 10; i++) {
            ask(client("198.51.100." + i), 200);
        }
        assertThat(questions).hasSize(ClientShares.AT_ONCE);

        CompletableFuture<Verdict> verdict = ask(OTHER);
        assertThat(asked).doesNotContain(OTHER);
        answerFirst();
        assertThat(asked).last().isEqualTo(OTHER);
        assertThat(verdict).isNotDone();
    }

    @Test
    void clientsThatWaitShouldHaveTheirTurnsOneAfterTheOther() {
        ask(GUESSER, 500);
        for (int i = 1; i <= 4; i++) {
            ask(client("198.51.100." + i), 100);
        }
        asked.clear();
        for (int i = 0; i < 100; i++) {
            answerFirst();
        }

        assertThat(asked.stream().filter(GUESSER::equals).count()).isBetween(10L, 40L);
    }

    @Test
    void addressesOfOneNetworkShouldShare() {
        for (int i = 0; i < ClientShares.OF_ONE_CLIENT; i++) {
            ask(client("2001:db8:0:1::" + Integer.toHexString(i + 1)), 1);
        }
        ask(client("2001:db8:0:1:ffff::1"), 1);
        assertThat(testee.waiting()).isOne();

        ask(client("2001:db8:0:2::1"), 1);
        assertThat(testee.waiting()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::", "::ffff:192.0.2.1, 192.0.2.1"})
    void clientShouldBeAnAddressOrANetwork(String address, String network) {
        assertThat(ClientNetwork.of(client(address))).isEqualTo(client(network));
    }

    @Test
    void questionShouldBeUndeterminedWhenItsTurnDoesNotCome() {
        List<CompletableFuture<Verdict>> verdicts = ask(GUESSER, ClientShares.OF_ONE_CLIENT + 1);
        timer.advance(PATIENCE);

        assertThat(verdicts.get(ClientShares.OF_ONE_CLIENT))
                .isCompletedWithValueMatching(verdict -> verdict instanceof Verdict.Undetermined);
        assertThat(verdicts.get(0)).as("in flight it has a deadline of its own").isNotDone();
        answerFirst();
        assertThat(asked).as("it is not asked any more").hasSize(ClientShares.OF_ONE_CLIENT);
    }

    @Test
    void whatWaitsShouldBeBoundedForEachClientAndForAll() {
        List<CompletableFuture<Verdict>> verdicts =
                ask(GUESSER, ClientShares.OF_ONE_CLIENT + ClientShares.WAITING_OF_ONE_CLIENT + 1);
        assertThat(testee.waiting()).isEqualTo(ClientShares.WAITING_OF_ONE_CLIENT);
        assertThat(verdicts.get(verdicts.size() - 1)).isDone();

        for (int i = 1; i <= 20; i++) {
            ask(client("198.51.100." + i), ClientShares.WAITING_OF_ONE_CLIENT);
        }
        assertThat(testee.waiting()).isEqualTo(ClientShares.WAITING);
    }

    @Test
    void questionsThatAreAnsweredAtOnceShouldTakeNoStack() {
        ask(GUESSER, ClientShares.OF_ONE_CLIENT);
        List<CompletableFuture<Verdict>> waiting = new ArrayList<>();
        for (int i = 0; i < ClientShares.WAITING_OF_ONE_CLIENT; i++) {
            waiting.add(testee.ask(GUESSER, () -> CompletableFuture.completedStage(NOBODY))
                    .toCompletableFuture());
        }
        answerFirst();

        assertThat(waiting).allSatisfy(verdict -> assertThat(verdict).isCompletedWithValue(NOBODY));
    }

    @Test
    void failureShouldGiveThePlaceBack() {
        for (int i = 0; i < ClientShares.OF_ONE_CLIENT; i++) {
            CompletableFuture<Verdict> failed = testee.ask(GUESSER, () -> {
                        throw new IllegalStateException("bug");
                    })
                    .toCompletableFuture();
            assertThat(failed).isCompletedExceptionally();
        }

        ask(GUESSER, 1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void closeShouldCompleteWhatWaits() {
        List<CompletableFuture<Verdict>> verdicts = ask(GUESSER, ClientShares.OF_ONE_CLIENT + 1);
        testee.close();
        testee.close();

        assertThat(verdicts.get(ClientShares.OF_ONE_CLIENT)).isDone();
        assertThat(ask(OTHER)).isDone();
        answerFirst();
        assertThat(testee.waiting()).isZero();
    }
}
