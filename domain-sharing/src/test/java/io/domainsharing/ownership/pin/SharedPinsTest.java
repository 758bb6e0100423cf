// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pins of a site. */
class SharedPinsTest implements PinsContract {
    private final FakeClock clock = new FakeClock();
    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin"));
    private final MemoryState memory = new MemoryState(clock);
    private final UnreliableState state = new UnreliableState(memory);
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
    public Pins started() {
        return Pins.load(folder, state, peers.directory(), clock, told::incrementAndGet);
    }

    @Test
    void otherNodeShouldHaveThePinWhenItReadsAndLoseItWhenItIsRemoved() throws Exception {
        Pins one = started();
        Pins other = started();
        one.put(AT_TOKYO);
        assertThat(told).hasValue(1);
        assertThat(other.all()).isEmpty();

        other.refresh();
        assertThat(other.counting(address(DAVE))).contains(AT_TOKYO);

        other.remove(address(DAVE));
        assertThat(told).hasValue(2);
        one.refresh();
        assertThat(one.all()).isEmpty();
    }

    @Test
    void pinsShouldStayWhileTheDatabaseIsAway() throws Exception {
        Pins pins = started();
        pins.put(AT_TOKYO);
        state.goAway();

        PinsContract.assertNothingChanges(pins, AT_AUSTIN);
        assertThatThrownBy(pins::refresh).isInstanceOf(IOException.class);
        assertThat(pins.counting(address(DAVE))).contains(AT_TOKYO);
        assertThatThrownBy(this::started).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void serverThatWasAloneShouldBringItsPinsButNotInThePlaceOfOthers() throws Exception {
        Pins alone = Pins.load(folder, peers.directory(), clock);
        alone.put(AT_AUSTIN);
        alone.put(pin("ann@example.com", "austin"));
        memory.putIfAbsent(new StateKey(StateKind.PIN, DAVE), StateValue.lasting("tokyo -"));

        assertThat(started().all()).containsExactly(pin("ann@example.com", "austin"), AT_TOKYO);

        started().remove(address("ann@example.com"));
        assertThat(started().all()).as("not brought again").containsExactly(AT_TOKYO);
        assertThat(Pins.load(folder, peers.directory(), clock).all()).isEmpty();
    }

    @Test
    void entryThatNobodyCanReadShouldNotHideTheOthers() throws Exception {
        memory.putIfAbsent(new StateKey(StateKind.PIN, "no address"), StateValue.lasting("tokyo -"));
        memory.putIfAbsent(new StateKey(StateKind.PIN, "ann@example.com"), StateValue.lasting("of a later version"));
        Pins pins = started();
        pins.put(AT_TOKYO);
        pins.refresh();

        assertThat(pins.all()).containsExactly(AT_TOKYO);
    }
}
