// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.SharedReading;
import io.domainsharing.ownership.state.UnreliableState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerRefreshTest extends PeerRegistryFixture {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private PeerRegistry one;
    private PeerRegistry other;
    private SharedReading testee;

    @BeforeEach
    void startNodes() {
        one = node("one");
        other = node("other");
        testee = new SharedReading("peers", other::refresh, timer, Runnable::run);
        testee.start();
    }

    @AfterEach
    void stop() {
        testee.close();
        timer.shutdownNow();
    }

    @Test
    void changeThatNobodyToldShouldBeSeenWithinHalfAMinute() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);

        timer.advance(Duration.ofSeconds(29));
        assertThat(all(other)).isEmpty();
        timer.advance(Duration.ofSeconds(2));
        assertThat(all(other)).containsExactly(AUSTIN);
    }

    @Test
    void peersShouldStayWhileTheDatabaseIsAwayAndFollowAfterwards() throws Exception {
        one.put(AUSTIN, Kept.NOTHING, false);
        testee.read();
        one.put(TOKYO, Kept.NOTHING, false);
        state.goAway();
        timer.advance(SharedReading.EVERY.multipliedBy(3));
        assertThat(all(other)).containsExactly(AUSTIN);

        state.comeBack();
        timer.advance(SharedReading.EVERY);

        assertThat(all(other)).containsExactly(AUSTIN, TOKYO);
    }

    @Test
    void nothingShouldBeReadAfterItIsClosed() throws Exception {
        testee.close();
        one.put(AUSTIN, Kept.NOTHING, false);

        timer.advance(SharedReading.EVERY.multipliedBy(3));

        assertThat(all(other)).isEmpty();
    }

    private PeerRegistry node(String name) {
        PeerRegistry node = PeerRegistry.load(
                new ConfiguredPeers(List.of(), List.of(), PARIS), folder.resolve(name), state, name, clock, () -> {});
        node.start();
        return node;
    }
}
