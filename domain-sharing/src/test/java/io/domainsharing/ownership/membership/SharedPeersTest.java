// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.domainsharing.network.Secret;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one site, each with a folder of its own. */
class SharedPeersTest extends PeerRegistryFixture {
    private static final StateKey KEY = StateKey.only(StateKind.PEERS);

    private final FakeClock clock = new FakeClock();
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private final AtomicInteger told = new AtomicInteger();
    private PeerRegistry one;
    private PeerRegistry other;

    @BeforeEach
    void startNodes() {
        one = node("one");
        other = node("other");
    }

    @Test
    void peerAddedAtOneNodeShouldBeOneOfTheOtherAfterARefresh() throws Exception {
        one.put(EVERY_KEY, Kept.NOTHING, false);
        other.refresh();

        assertThat(all(other)).containsExactly(EVERY_KEY);
        assertThat(other.added(EVERY_KEY.name())).contains(EVERY_KEY);
        assertThat(told).hasValue(1);
    }

    @Test
    void peerRemovedAtOneNodeShouldBeRemovedAtTheOther() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        other.refresh();
        List<PeerChange> changes = changesOf(other);

        assertThat(one.remove(AUSTIN.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.DONE);
        other.refresh();

        assertThat(all(other)).isEmpty();
        assertThat(other.removedNames()).containsExactly(AUSTIN.name());
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.removed()).containsExactly(AUSTIN.name());
            assertThat(change.removedMail()).isEqualTo(RemovedMail.REQUEUE);
        });
    }

    @Test
    void mailThatOneNodeKeepsForARemovedPeerShouldBeKeptByTheOther() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        one.put(TOKYO, Kept.NOTHING, false);
        one.put(EVERY_KEY, Kept.NOTHING, false);
        other.refresh();
        List<PeerChange> changes = changesOf(other);

        one.remove(AUSTIN.name(), RemovedMail.KEEP);
        one.remove(TOKYO.name(), RemovedMail.REQUEUE);
        other.refresh();

        assertThat(all(other)).containsExactly(EVERY_KEY);
        assertThat(changes)
                .extracting(PeerChange::removed, PeerChange::removedMail)
                .containsExactly(
                        tuple(Set.of(AUSTIN.name()), RemovedMail.KEEP),
                        tuple(Set.of(TOKYO.name()), RemovedMail.REQUEUE));
    }

    @Test
    void peerThatCameBackShouldNotKeepItsMailWhenItIsRemovedAgain() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        one.remove(AUSTIN.name(), RemovedMail.KEEP);
        one.put(AUSTIN, Kept.NOTHING, false);
        other.refresh();
        List<PeerChange> changes = changesOf(other);

        other.remove(AUSTIN.name(), RemovedMail.REQUEUE);

        assertThat(changes).extracting(PeerChange::removedMail).containsExactly(RemovedMail.REQUEUE);
    }

    @Test
    void changeShouldBuildOnWhatTheOtherNodeHasChangedMeanwhile() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);

        assertThat(other.put(AUSTIN, Kept.NOTHING, true)).isEqualTo(Outcome.ALREADY_THERE);
        other.put(TOKYO, Kept.NOTHING, false);
        one.put(AUSTIN.withSecret(new Secret("of-austin")), Kept.NOTHING, false);
        other.put(AUSTIN, new Kept(true, false), false);
        one.refresh();

        assertThat(all(one)).containsExactly(AUSTIN.withSecret(new Secret("of-austin")), TOKYO);
        assertThat(all(other)).isEqualTo(all(one));
    }

    @Test
    void peersAddedAtBothNodesAtOnceShouldAllBeThere() throws Exception {
        List<Callable<Outcome>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Peer peer = InMemoryPeers.peer("peer" + i);
            PeerRegistry node = i % 2 == 0 ? one : other;
            changes.add(() -> node.put(peer, Kept.NOTHING, false));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Outcome> change : threads.invokeAll(changes)) {
                assertThat(change.get()).isEqualTo(Outcome.DONE);
            }
        } finally {
            threads.shutdownNow();
        }
        one.refresh();
        other.refresh();

        assertThat(all(one)).hasSize(20).isEqualTo(all(other));
    }

    @Test
    void nodeShouldKnowARemovedPeerUntilItsOwnQueueIsEmpty() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        other.refresh();
        one.remove(AUSTIN.name(), RemovedMail.REQUEUE);
        one.forgetRemoved(AUSTIN.name());
        assertThat(one.removedNames()).isEmpty();
        assertThat(node("third").removedNames()).isEmpty();

        // It was down while the peer was removed, and has mail of its own for it.
        PeerRegistry again = node("other");
        assertThat(again.removedNames()).containsExactly(AUSTIN.name());
        one.refresh();
        assertThat(one.removedNames()).isEmpty();
        again.forgetRemoved(AUSTIN.name());

        assertThat(again.removedNames()).isEmpty();
        assertThat(node("other").removedNames()).isEmpty();
    }

    @Test
    void peerThatCameBackShouldBeKnownToAll() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        other.refresh();
        one.remove(AUSTIN.name(), RemovedMail.REQUEUE);
        one.forgetRemoved(AUSTIN.name());

        other.put(AUSTIN, Kept.NOTHING, false);
        one.refresh();
        other.remove(AUSTIN.name(), RemovedMail.REQUEUE);
        one.refresh();

        assertThat(one.removedNames()).containsExactly(AUSTIN.name());
        assertThat(node("third").removedNames()).containsExactly(AUSTIN.name());
    }

    @Test
    void removedPeerWhoseQueueNobodyHasFoundEmptyShouldBeKnownToANewNode() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        one.remove(AUSTIN.name(), RemovedMail.REQUEUE);

        assertThat(node("third").removedNames()).containsExactly(AUSTIN.name());
    }

    @Test
    void changeShouldFailAndChangeNothingWhenTheDatabaseIsAway() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        state.goAway();

        assertThatThrownBy(() -> one.put(TOKYO, Kept.NOTHING, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(one::refresh).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> node("third")).isInstanceOf(UncheckedIOException.class);
        assertThat(all(one)).containsExactly(AUSTIN);
        state.comeBack();

        assertThat(one.put(TOKYO, Kept.NOTHING, false)).isEqualTo(Outcome.DONE);
        assertThat(all(one)).containsExactly(AUSTIN, TOKYO);
    }

    @Test
    void peersShouldStayWhenTheTableIsEmptied() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        state.remove(KEY, state.get(KEY).orElseThrow());

        one.refresh();
        assertThat(all(one)).containsExactly(AUSTIN);
        one.put(TOKYO, Kept.NOTHING, false);
        other.refresh();

        assertThat(all(other)).containsExactly(AUSTIN, TOKYO);
    }

    @Test
    void damagedEntryShouldBeToldWithoutItsSecretsAndChangeNothing() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        String text = state.get(KEY).orElseThrow();
        state.compareAndSet(KEY, text, StateValue.lasting("<peers><secret>of austin"));

        assertThatThrownBy(one::refresh).isInstanceOf(IOException.class).hasMessageNotContaining("of-austin");
        assertThat(all(one)).containsExactly(AUSTIN);
    }

    @Test
    void peersOfAServerThatWasAloneShouldBecomeEverybodysOnce() throws Exception {
        PeerRegistry alone =
                PeerRegistry.load(new ConfiguredPeers(List.of(), List.of(), PARIS), folder.resolve("alone"));
        alone.start();
        alone.put(AUSTIN, Kept.NOTHING, false);
        alone.put(TOKYO, Kept.NOTHING, false);
        alone.remove(TOKYO.name(), RemovedMail.REQUEUE);

        PeerRegistry joined = node("alone");
        one.refresh();
        assertThat(all(joined)).containsExactly(AUSTIN);
        assertThat(all(one)).containsExactly(AUSTIN);
        assertThat(one.removedNames()).containsExactly(TOKYO.name());

        one.remove(AUSTIN.name(), RemovedMail.REQUEUE);
        assertThat(all(node("alone"))).isEmpty();
    }

    @Test
    void fileOfOneNodeShouldTakeNoPeerFromNodesWithoutIt() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        PeerRegistry third = PeerRegistry.load(
                new ConfiguredPeers(List.of(AUSTIN.withSecret(new Secret("of-the-file"))), List.of(), PARIS),
                folder.resolve("third"),
                state,
                "third",
                clock,
                told::incrementAndGet);
        third.start();
        one.refresh();

        assertThat(all(third)).containsExactly(AUSTIN.withSecret(new Secret("of-the-file")));
        assertThat(all(one)).containsExactly(AUSTIN);
    }

    private PeerRegistry node(String name) {
        PeerRegistry node = PeerRegistry.load(
                new ConfiguredPeers(List.of(), List.of(), PARIS),
                folder.resolve(name),
                state,
                name,
                clock,
                told::incrementAndGet);
        node.start();
        told.set(0);
        return node;
    }

    private static List<PeerChange> changesOf(PeerRegistry node) {
        List<PeerChange> changes = new ArrayList<>();
        node.directory().addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                changes.add(change);
            }
        });
        return changes;
    }
}
