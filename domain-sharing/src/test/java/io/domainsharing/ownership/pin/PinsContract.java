// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.Pins.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of pins wherever they are kept. */
interface PinsContract {
    String DAVE = "dave@example.com";
    Pin AT_TOKYO = pin(DAVE, "tokyo");
    Pin AT_AUSTIN = pin(DAVE, "austin");
    Pin QUOTED = pin("\"d  a ve\"@example.com", "tokyo", Instant.parse("2026-03-02T12:00:00.123Z"));

    FakeClock clock();

    InMemoryPeers peers();

    /** Of a server that starts, and finds what an earlier run has left. */
    Pins started();

    @Test
    default void pinShouldSurviveARestartWithItsEnd() throws IOException {
        Pins pins = started();
        assertThat(pins.put(QUOTED)).isEqualTo(Outcome.DONE);
        assertThat(pins.put(AT_TOKYO)).isEqualTo(Outcome.DONE);

        assertThat(pins.all()).containsExactly(QUOTED, AT_TOKYO);
        assertThat(started().all()).containsExactly(QUOTED, AT_TOKYO);
        assertThat(started().of(address("Dave@Example.com"))).contains(AT_TOKYO);
    }

    @Test
    default void pinShouldTakeThePlaceOfTheOneBefore() throws IOException {
        Pins pins = started();
        pins.put(AT_TOKYO);
        pins.put(AT_AUSTIN);

        assertThat(pins.all()).containsExactly(AT_AUSTIN);
        assertThat(started().all()).containsExactly(AT_AUSTIN);
    }

    @Test
    default void removedPinShouldStayRemoved() throws IOException {
        Pins pins = started();
        pins.put(AT_TOKYO);

        assertThat(pins.remove(address(DAVE))).isTrue();
        assertThat(pins.remove(address(DAVE))).isFalse();
        assertThat(pins.all()).isEmpty();
        assertThat(started().all()).isEmpty();
    }

    @Test
    default void pinShouldEndWithItsTime() throws IOException {
        Pins pins = started();
        pins.put(pin(DAVE, "tokyo", clock().instant().plus(Duration.ofHours(1))));
        clock().advance(Duration.ofMinutes(59));
        assertThat(pins.counting(address(DAVE))).isPresent();

        clock().advance(Duration.ofMinutes(1));

        assertThat(pins.counting(address(DAVE))).isEmpty();
        assertThat(pins.all()).isEmpty();
        assertThat(started().all()).isEmpty();
        assertThat(pins.put(pin(DAVE, "tokyo", clock().instant()))).isEqualTo(Outcome.OVER);
    }

    @Test
    default void pinWithoutAnEndThatAnybodySeesShouldBeStored() throws IOException {
        Pin far = pin(DAVE, "tokyo", Instant.parse("+1000000-01-01T00:00:00Z"));
        started().put(far);

        assertThat(started().all()).containsExactly(far);
    }

    @Test
    default void pinToNoPeerShouldBeRefusedAndOneToARemovedPeerNotCount() throws IOException {
        Pins pins = started();
        assertThat(pins.put(pin(DAVE, "oslo"))).isEqualTo(Outcome.NO_SUCH_PEER);
        pins.put(AT_TOKYO);

        peers().replaceBy(InMemoryPeers.peer("austin"));
        assertThat(pins.counting(address(DAVE))).isEmpty();
        assertThat(pins.all()).containsExactly(AT_TOKYO);

        peers().replaceBy(InMemoryPeers.peerOf("tokyo", "example.org"));
        assertThat(pins.counting(address(DAVE))).as("not of that domain").isEmpty();

        peers().replaceBy(InMemoryPeers.peer("tokyo"));
        assertThat(pins.counting(address(DAVE))).contains(AT_TOKYO);
    }

    @Test
    default void pinToThisServerShouldNeedNoPeer() throws IOException {
        Pins pins = started();

        assertThat(pins.put(pin(DAVE, "here"))).isEqualTo(Outcome.DONE);
        assertThat(pins.counting(address(DAVE))).isPresent();
    }

    @Test
    default void pinsShouldBeBoundedAndOneOfThemStillBeReplaced() throws IOException {
        Pins pins = started();
        for (int i = 0; i < Pins.MAXIMUM - 1; i++) {
            pins.put(pin("user" + i + "@example.com", "tokyo"));
        }
        pins.put(AT_TOKYO);

        assertThat(pins.put(pin("more@example.com", "tokyo"))).isEqualTo(Outcome.TOO_MANY);
        assertThat(pins.put(AT_AUSTIN)).isEqualTo(Outcome.DONE);
        pins.remove(address(DAVE));
        assertThat(pins.put(pin("more@example.com", "tokyo"))).isEqualTo(Outcome.DONE);
    }

    @Test
    default void listenersShouldHearOfEachPinnedAddress() throws IOException {
        List<CanonicalAddress> heard = new ArrayList<>();
        Pins pins = started();
        pins.addListener(heard::add);

        pins.put(AT_TOKYO);
        pins.put(pin("more@example.com", "oslo"));

        assertThat(heard).containsExactly(AT_TOKYO.address());
    }

    /** For tests of storages that fail. */
    static void assertNothingChanges(Pins pins, Pin pin) {
        assertThatThrownBy(() -> pins.put(pin)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> pins.remove(address(DAVE))).isInstanceOf(IOException.class);
        assertThat(pins.all()).containsExactly(AT_TOKYO);
    }
}
