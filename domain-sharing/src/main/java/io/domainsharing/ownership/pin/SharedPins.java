// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of a site: an entry for each, which ends with it. What a node's own file has, for it was alone before, becomes everybody's
 * at its start. Used by one thread at a time; blocks.
 */
final class SharedPins implements PinStorage {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedPins.class);
    /** How often a change is tried while other nodes change the same pin. */
    private static final int TRIES = 100;
    /** Beyond that a lifetime serves nobody. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final SharedState state;
    private final PinFile file;
    private final Clock clock;

    SharedPins(SharedState state, PinFile file, Clock clock) {
        this.state = state;
        this.file = file;
        this.clock = clock;
    }

    @Override
    public List<Pin> load() {
        try {
            List<Pin> mine = file.load();
            for (Pin pin : mine) {
                bring(pin);
            }
            if (!mine.isEmpty()) {
                file.write(List.of());
            }
            return read(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("The pins, which the nodes of this site share: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Pin> read(List<Pin> last) throws IOException {
        List<Pin> pins = new ArrayList<>();
        for (Map.Entry<String, String> entry : state.list(StateKind.PIN).entrySet()) {
            try {
                CanonicalAddress address = CanonicalAddress.of(new MailAddress(entry.getKey()));
                pins.add(Pin.of(address, entry.getValue()));
            } catch (AddressException | IllegalArgumentException e) {
                LOGGER.warn("A pin that the nodes of this site share cannot be read and does not count", e);
            }
        }
        return pins;
    }

    @Override
    public void put(Pin pin, List<Pin> all) throws IOException {
        StateKey key = keyOf(pin.address());
        Optional<StateValue> value = valueOf(pin);
        if (value.isEmpty()) {
            remove(pin.address(), all);
            return;
        }
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = state.get(key);
            boolean done = before.isPresent()
                    ? state.compareAndSet(key, before.get(), value.get())
                    : state.putIfAbsent(key, value.get());
            if (done) {
                return;
            }
        }
        throw new IOException("other nodes change this pin all the time");
    }

    @Override
    public void remove(CanonicalAddress address, List<Pin> all) throws IOException {
        StateKey key = keyOf(address);
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = state.get(key);
            if (before.isEmpty() || state.remove(key, before.get())) {
                return;
            }
        }
        throw new IOException("other nodes change this pin all the time");
    }

    private void bring(Pin pin) throws StateUnavailableException {
        Optional<StateValue> value = valueOf(pin);
        if (value.isPresent() && !state.putIfAbsent(keyOf(pin.address()), value.get())) {
            LOGGER.warn("{} was pinned here and at another node too: the other pin counts", pin.address());
        }
    }

    /** Empty: it is over. */
    private Optional<StateValue> valueOf(Pin pin) {
        if (pin.end().isEmpty()) {
            return Optional.of(StateValue.lasting(pin.words()));
        }
        Duration left = Duration.between(clock.instant(), pin.end().get());
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        return Optional.of(
                left.compareTo(LONGEST) > 0 ? StateValue.lasting(pin.words()) : StateValue.expiring(pin.words(), left));
    }

    private static StateKey keyOf(CanonicalAddress address) {
        return new StateKey(StateKind.PIN, address.value());
    }
}
