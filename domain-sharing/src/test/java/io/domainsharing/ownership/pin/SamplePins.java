// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import static io.domainsharing.ownership.Addresses.address;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.MemoryState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Pins that end with the test. */
public final class SamplePins {
    private SamplePins() {}

    /** None yet, of these peers. */
    public static Pins of(PeerDirectory peers, Clock clock) {
        return Pins.load(Path.of("target", "no-pins"), new MemoryState(clock), peers, clock, () -> {});
    }

    /** Without an end. */
    public static Pin pin(String address, String owner) {
        return new Pin(CanonicalAddress.of(address(address)), new PeerName(owner), null);
    }

    public static Pin pin(String address, String owner, Instant until) {
        return new Pin(CanonicalAddress.of(address(address)), new PeerName(owner), until);
    }
}
