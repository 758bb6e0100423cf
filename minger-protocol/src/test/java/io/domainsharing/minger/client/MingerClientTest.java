// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static io.domainsharing.minger.torture.MisbehavingMingerPeer.answers;
import static io.domainsharing.minger.torture.MisbehavingMingerPeer.drops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;
import io.domainsharing.minger.client.MingerOutcome.Reason;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.MisbehavingMingerPeer.Behaviour;
import io.domainsharing.network.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class MingerClientTest extends MingerClientFixture {
    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("plain", answers(5)),
                Arguments.of("twice", MisbehavingMingerPeer.answersTwice(5)),
                Arguments.of("late", MisbehavingMingerPeer.answersAfter(SHORT, 5)),
                Arguments.of("without space", MisbehavingMingerPeer.answersWithoutSpace(5)),
                Arguments.of("trailing garbage", MisbehavingMingerPeer.answersWithTrailingGarbage(5)),
                Arguments.of("case of domain", MisbehavingMingerPeer.changesCaseOfDomain(5)));
    }

    static Stream<Arguments> dropped() {
        return Stream.of(
                Arguments.of("MALFORMED", MisbehavingMingerPeer.truncates()),
                Arguments.of("MALFORMED", MisbehavingMingerPeer.sendsNoise()),
                Arguments.of("OTHER_MAILBOX", MisbehavingMingerPeer.echoesAnotherMailbox(3)),
                Arguments.of("OTHER_MAILBOX", MisbehavingMingerPeer.changesCaseOfLocalPart(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void askShouldBeAnsweredWhenTheReplyIsAuthentic(String name, Behaviour behaviour) {
        MisbehavingMingerPeer peer = peer(behaviour);

        assertThat(ask(client(LONG, 1), peer)).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(MingerStatus.EXISTS);
            assertThat(answered.from()).isEqualTo(peer.address());
            assertThat(answered.roundTrip()).isPositive().isLessThan(LONG);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void askShouldWaitOnWhenTheReplyIsNot(String reason, Behaviour behaviour) {
        MisbehavingMingerPeer peer = peer(query -> {
            behaviour.on(query);
            query.replyAfter(SHORT, query.mailbox() + " 5");
        });

        assertThat(status(ask(client(LONG, 1), peer))).isEqualTo(MingerStatus.EXISTS);
        assertThat(metrics.events).containsSubsequence("dropped " + reason, "answered 5");
        assertThat(peer.received()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void askShouldTellThatTheServerIsAliveWhenNothingElseCame(String reason, Behaviour behaviour) {
        assertThat(ask(client(SHORT, 2), peer(behaviour)))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.UNMATCHED));
        assertThat(metrics.events).contains("dropped " + reason);
    }

    @Test
    void askShouldTimeOutWhenOnlyAStrangerReplies() {
        assertThat(ask(client(SHORT, 2), peer(MisbehavingMingerPeer.spoofs(3))))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.TIMEOUT));
    }

    @Test
    void askShouldIgnoreSpoofedReplyWhenItComesFromAnotherPort() {
        MisbehavingMingerPeer peer = peer(query -> {
            MisbehavingMingerPeer.spoofs(3).on(query);
            query.replyAfter(SHORT, query.mailbox() + " 5");
        });

        assertThat(status(ask(client(LONG, 1), peer))).isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void askShouldSendTheSameDatagramFromTheSamePortWhenThereIsSilence() {
        MisbehavingMingerPeer peer = peer(drops().times(2, answers(4)));

        assertThat(status(ask(client(SHORT, 3), peer))).isEqualTo(MingerStatus.EXISTS_BUT_CANNOT_RECEIVE);
        assertThat(peer.received()).hasSize(3);
        assertThat(peer.received().stream()
                        .map(query -> query.from() + query.text())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void askShouldAcceptTheReplyToTheFirstTryWhenItComesDuringTheSecond() {
        MisbehavingMingerPeer peer = peer(
                MisbehavingMingerPeer.answersAfter(Duration.ofMillis(450), 5).times(1, drops()));

        assertThat(status(ask(client(Duration.ofMillis(300), 2), peer))).isEqualTo(MingerStatus.EXISTS);
        assertThat(peer.received()).hasSize(2);
    }

    @Test
    void askShouldSendTheDigestWhenThereIsASecret() {
        MisbehavingMingerPeer peer = peer(answers(3));
        MingerServer server =
                new MingerServer("127.0.0.1", peer.address().getPort(), new Secret("ThisIsASharedSecret"));

        assertThat(status(join(client(LONG, 1).ask(server, MAILBOX)))).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(peer.received().get(0).text()).isEqualTo("arvel@example.com d=CXhK7jcPFHAchFxB8NAp9w==");
    }

    @Test
    void askShouldTimeOutWhenAllTriesMeetSilence() {
        MisbehavingMingerPeer peer = peer(drops());

        assertThat(reason(ask(client(SHORT, 3), peer))).isEqualTo(Reason.TIMEOUT);
        assertThat(peer.received()).hasSize(3);
        assertThat(metrics.events).containsExactly("sent", "sent", "sent", "not answered TIMEOUT");
    }

    @Test
    void askShouldTimeOutWhenTheBudgetIsUsedUpBeforeTheTries() {
        MisbehavingMingerPeer peer = peer(drops());
        MingerClient client = client(LONG, 3);

        assertThat(reason(join(client.ask(server(peer), MAILBOX, SHORT)))).isEqualTo(Reason.TIMEOUT);
        assertThat(reason(join(client.ask(server(peer), MAILBOX, Duration.ZERO))))
                .isEqualTo(Reason.TIMEOUT);
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void everyQueryInFlightShouldHaveAnUnpredictablePortOfItsOwn() {
        // What is kept must fit a default socket buffer even while the peer waits for a processor.
        int queries = 120;
        MisbehavingMingerPeer peer = peer(MisbehavingMingerPeer.reorders(queries, 5));
        MingerClient client = client(LONG, 1);

        List<CompletionStage<MingerOutcome>> asked = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            asked.add(client.ask(server(peer), Mailbox.parse("user" + i + "@example.com")));
        }
        asked.forEach(stage -> assertThat(status(join(stage))).isEqualTo(MingerStatus.EXISTS));

        List<Integer> ports =
                peer.received().stream().map(query -> query.from().getPort()).toList();
        Set<Integer> steps = new HashSet<>();
        for (int i = 1; i < ports.size(); i++) {
            steps.add(ports.get(i) - ports.get(i - 1));
        }
        assertThat(new HashSet<>(ports)).hasSize(queries);
        assertThat(steps).as("steps from one port to the next").hasSizeGreaterThan(queries / 2);
    }

    @Test
    void askShouldBeRefusedWhenTooManyAreInFlight() {
        MisbehavingMingerPeer peer = peer(drops());
        MingerClient client =
                opened(MingerClient.create(configuration(LONG, 1, resolver).withMaximumInFlight(2)));
        CompletionStage<MingerOutcome> first = client.ask(server(peer), MAILBOX, Duration.ofMillis(100));
        var second = client.ask(server(peer), MAILBOX, LONG);

        assertThat(reason(ask(client, peer))).isEqualTo(Reason.OVERLOADED);
        assertThat(reason(join(first))).isEqualTo(Reason.TIMEOUT);
        peer.behave(answers(5));
        assertThat(status(ask(client, peer))).isEqualTo(MingerStatus.EXISTS);
        assertThat(second.toCompletableFuture()).isNotDone();
    }

    @Test
    void closeShouldCompleteEveryWaiterAndNeedNoSecondCall() {
        MisbehavingMingerPeer peer = peer(drops());
        MingerClient client = client(LONG, 1);
        List<CompletionStage<MingerOutcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(client.ask(server(peer), MAILBOX));
        }

        client.close();
        client.close();

        assertThat(waiting).allSatisfy(stage -> assertThat(stage.toCompletableFuture())
                .isCompletedWithValueMatching(outcome -> reason(outcome) == Reason.CLOSED));
        assertThat(client.inFlight()).isZero();
        assertThat(reason(ask(client, peer))).isEqualTo(Reason.CLOSED);
    }

    @Test
    void socketsShouldBeGivenBackWhenQueriesEnd() {
        MisbehavingMingerPeer peer = peer(answers(5));
        MingerClient client = client(LONG, 1);
        assertThat(status(ask(client, peer))).isEqualTo(MingerStatus.EXISTS);
        await().until(() -> client.inFlight() == 0);
        long before = openFiles();

        for (int i = 0; i < 300; i++) {
            assertThat(status(ask(client, peer))).isEqualTo(MingerStatus.EXISTS);
        }

        await().untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(before + 5));
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (java.io.IOException e) {
            return 0;
        }
    }
}
