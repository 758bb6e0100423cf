// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gates of peers that come, change and go at run time. */
@Tag("D6")
class GuardedLookupsTest {
    private static final Peer TOKYO = peer("tokyo");
    private static final Peer CHANGED = TOKYO.withSecret(new Secret("another-secret-of-tokyo"));
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "silent");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final InMemoryPeers peers = new InMemoryPeers(TOKYO);
    private final List<Destination> asked = new ArrayList<>();
    private final List<CompletableFuture<PeerAnswer>> waiting = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final GuardedLookups guardedLookups =
            new GuardedLookups(this::lookup, NobodysAddresses.random(), clock, clock::nanos, timer);

    private PeerLookup lookup(Destination peer) {
        return address -> {
            asked.add(peer);
            CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        };
    }

    @BeforeEach
    void listen() {
        peers.directory().addListener(guardedLookups);
        guardedLookups.addListener(new PeerStateListener() {
            @Override
            public void onDown(PeerName peer) {
                events.add("down " + peer);
            }

            @Override
            public void onReturn(PeerName peer) {
                events.add("return " + peer);
            }
        });
    }

    private CompletionStage<PeerAnswer> ask(Peer peer) {
        return guardedLookups.of(peer).ask(address("frank@example.com"));
    }

    // Each silence has another question sent, about an address that nobody has.
    private void goDown() {
        ask(TOKYO);
        CompletionStage<PeerAnswer> unused = guardedLookups.of(TOKYO).ask(address("bob@example.com"));
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).complete(SILENCE);
        }
    }

    private PeerState.Status status() {
        return guardedLookups.state(TOKYO.name()).orElseThrow().status();
    }

    @Test
    void answerToAQuestionPastTheGateShouldCloseTheBreaker() {
        goDown();
        CompletionStage<PeerAnswer> past = guardedLookups.unguarded(TOKYO).ask(address("frank@example.com"));
        assertThat(status()).isEqualTo(PeerState.Status.DOWN);

        waiting.get(waiting.size() - 1).complete(new PeerAnswer.Unknown());

        assertThat(past).isCompletedWithValue(new PeerAnswer.Unknown());
        assertThat(status()).isEqualTo(PeerState.Status.UP);
        assertThat(events).containsExactly("down tokyo", "return tokyo");
    }

    @Test
    void silencePastTheGateShouldProveNothing() {
        for (int i = 0; i < 5; i++) {
            CompletionStage<PeerAnswer> unused =
                    guardedLookups.unguarded(TOKYO).ask(address("frank" + i + "@example.com"));
        }
        waiting.forEach(answer -> answer.complete(SILENCE));

        assertThat(status()).isEqualTo(PeerState.Status.UNKNOWN);
    }

    @Test
    void changedPeerShouldBeAskedAfreshWhileQuestionsInFlightAreAnswered() {
        CompletionStage<PeerAnswer> before = ask(TOKYO);

        peers.replaceBy(CHANGED);
        CompletionStage<PeerAnswer> after = ask(CHANGED);

        assertThat(asked).containsExactly(TOKYO, CHANGED);
        waiting.get(0).complete(YES);
        waiting.get(1).complete(YES);
        assertThat(before).isCompletedWithValue(YES);
        assertThat(after).isCompletedWithValue(YES);
    }

    @Test
    void breakerOfAChangedPeerShouldBeClosedAndItsProbesEnd() {
        goDown();
        assertThat(guardedLookups.state(TOKYO.name()))
                .hasValueSatisfying(state -> assertThat(state.status()).isEqualTo(PeerState.Status.DOWN));

        peers.replaceBy(CHANGED);
        asked.clear();
        ask(CHANGED);
        waiting.get(waiting.size() - 1).complete(YES);
        timer.advance(RowOfProbes.EVERY.multipliedBy(3));

        assertThat(guardedLookups.state(TOKYO.name()))
                .hasValueSatisfying(state -> assertThat(state.status()).isEqualTo(PeerState.Status.UP));
        assertThat(asked).containsExactly(CHANGED);
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void questionThatBeganBeforeItsPeerLeftShouldNotOpenAGateAgain() {
        peers.replaceBy();

        CompletionStage<PeerAnswer> late = ask(TOKYO);

        assertThat(late)
                .isCompletedWithValueMatching(
                        answer -> answer instanceof NoAnswer none && none.reason() == Reason.CLOSED);
        assertThat(asked).isEmpty();
        assertThat(guardedLookups.state(TOKYO.name())).isEmpty();
    }

    @Test
    void lateSilenceOfARemovedPeerShouldBeNobodysNews() {
        ask(TOKYO);
        ask(TOKYO);
        ask(TOKYO);

        peers.replaceBy();
        waiting.forEach(answer -> answer.complete(SILENCE));

        assertThat(events).isEmpty();
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void gatesShouldStayForPeersThatStay() {
        Peer austin = peer("austin");
        peers.replaceBy(TOKYO, austin);
        GuardedLookup first = guardedLookups.of(TOKYO);
        GuardedLookup second = guardedLookups.of(austin);

        peers.replaceBy(TOKYO);

        assertThat(guardedLookups.of(TOKYO)).isSameAs(first);
        assertThat(guardedLookups.of(austin)).isNotSameAs(second);
        assertThat(guardedLookups.state(TOKYO.name())).isPresent();
    }
}
