// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signing peers of a site. */
class SharedSigningTest implements SigningPeersContract {
    private final FakeClock clock = new FakeClock();
    private final InMemoryPeers peers = new InMemoryPeers(TOKYO);
    private final MemoryState memory = new MemoryState(clock);
    private final UnreliableState state = new UnreliableState(memory);
    private final List<PeerName> unproven = new CopyOnWriteArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private Path folder;

    @BeforeEach
    void use(@TempDir Path empty) {
        folder = empty;
    }

    @Override
    public FakeClock clock() {
        return clock;
    }

    @Override
    public InMemoryPeers peers() {
        return peers;
    }

    @Override
    public List<PeerName> unproven() {
        return unproven;
    }

    @Override
    public SigningPeers started() {
        return SigningPeers.load(folder, state, clock, Runnable::run, unproven::add, told::incrementAndGet);
    }

    @Test
    void otherNodeShouldRequireProofsWhenItReadsAndForgetWithTheFirst() throws Exception {
        SigningPeers one = started();
        SigningPeers other = started();
        peers.directory().addListener(one);
        one.of(TOKYO).proven();
        assertThat(told).hasValue(1);
        assertThat(SigningPeersContract.isRequired(other.of(TOKYO))).isFalse();

        other.refresh();
        assertThat(SigningPeersContract.isRequired(other.of(TOKYO))).isTrue();

        peers.replaceBy();
        other.refresh();
        assertThat(SigningPeersContract.isRequired(other.of(TOKYO))).isFalse();
    }

    @Test
    void nodeShouldBringWhatItKnewAlone() {
        SigningPeers.load(folder, clock, Runnable::run, unproven::add).of(TOKYO).proven();
        SigningPeers unused = started();

        assertThat(memory.get(new StateKey(StateKind.SIGNING_PEER, "tokyo"))).isPresent();
    }

    @Test
    void peerShouldBeStoredLaterWhenTheStateCouldNotBeReached() throws Exception {
        SigningPeers testee = started();
        state.goAway();
        testee.of(TOKYO).proven();
        assertThat(SigningPeersContract.isRequired(testee.of(TOKYO))).isTrue();

        state.comeBack();
        testee.refresh();

        assertThat(SigningPeersContract.isRequired(testee.of(TOKYO))).isTrue();
        assertThat(SigningPeersContract.isRequired(started().of(TOKYO))).isTrue();
    }

    @Test
    void entryOfAnotherSecretShouldNotBeRemoved() throws Exception {
        SigningPeers testee = started();
        peers.directory().addListener(testee);
        testee.of(TOKYO).proven();
        StateKey key = new StateKey(StateKind.SIGNING_PEER, "tokyo");
        String newer = "000102030405060708090a0b0c0d0e0f 2026-03-01T13:00:00Z";
        assertThat(memory.compareAndSet(key, memory.get(key).orElseThrow(), StateValue.lasting(newer)))
                .isTrue();

        peers.replaceBy();

        assertThat(memory.get(key)).contains(newer);
    }

    @Test
    void damagedEntryShouldNotCount() {
        assertThat(memory.putIfAbsent(new StateKey(StateKind.SIGNING_PEER, "tokyo"), StateValue.lasting("x")))
                .isTrue();

        assertThat(SigningPeersContract.isRequired(started().of(TOKYO))).isFalse();
    }
}
