// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.SharedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The pins of this server, or of the site that it is a node of, at most {@value #MAXIMUM} (docs/adr/0040). A change is stored before
 * it counts. Thread-safe; reading never blocks, a change blocks while it is stored.
 */
public final class Pins {
    /** More is no exception any more, but a directory. */
    public static final int MAXIMUM = 1_000;

    private final @Nullable PinStorage storage;
    private final PeerDirectory peers;
    private final Clock clock;
    private final Runnable changed;
    private final List<Consumer<CanonicalAddress>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<CanonicalAddress, Pin> all;

    /** What came of a change. */
    public enum Outcome {
        DONE,
        /** Nothing has changed: there is no such peer, it is only observed, or it does not share the domain. */
        NO_SUCH_PEER,
        /** Nothing has changed: its time is over already. */
        OVER,
        /** Nothing has changed: there are {@value #MAXIMUM}. */
        TOO_MANY,
        /** Nothing has changed: Domain Sharing is switched off. */
        SWITCHED_OFF
    }

    private Pins(@Nullable PinStorage storage, PeerDirectory peers, Clock clock, Runnable changed) {
        this.storage = storage;
        this.peers = peers;
        this.clock = clock;
        this.changed = changed;
        this.all = storage == null ? Map.of() : byAddress(storage.load());
    }

    /** None, for good: Domain Sharing is switched off. */
    public static Pins switchedOff(PeerDirectory peers, Clock clock) {
        return new Pins(null, peers, clock, () -> {});
    }

    /**
     * Those of a server that is alone.
     *
     * @param folder that of the owner cache
     * @throws UncheckedIOException what is stored cannot be read: the start must fail
     */
    public static Pins load(Path folder, PeerDirectory peers, Clock clock) {
        return new Pins(new PinFile(folder), peers, clock, () -> {});
    }

    /**
     * As {@link #load(Path, PeerDirectory, Clock)}, where all nodes of a site have the same.
     *
     * @param changed run behind each change of this node, on its thread: may not block or throw
     */
    public static Pins load(Path folder, SharedState state, PeerDirectory peers, Clock clock, Runnable changed) {
        return new Pins(new SharedPins(state, new PinFile(folder), clock), peers, clock, changed);
    }

    /** Hears of each address that this node pins; on the thread of the change. */
    public void addListener(Consumer<CanonicalAddress> listener) {
        listeners.add(listener);
    }

    /** Those whose time is not over, by address. */
    public List<Pin> all() {
        return all.values().stream().filter(this::isNow).toList();
    }

    /** The pin of an address, whether it {@linkplain #counts counts} or not. */
    public Optional<Pin> of(MailAddress address) {
        Map<CanonicalAddress, Pin> now = all;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(now.get(CanonicalAddress.of(address))).filter(this::isNow);
    }

    /** The pin that decides on an address. */
    public Optional<Pin> counting(MailAddress address) {
        return of(address).filter(this::counts);
    }

    /** Whether it is obeyed: not while its peer is removed, is only observed, or does not share the domain. */
    public boolean counts(Pin pin) {
        return pin.isHere() || isPeerOf(pin.owner(), pin.address().domain());
    }

    /**
     * Pins an address, whatever pin it has had.
     *
     * @throws IOException it cannot be stored; this server goes on as before
     */
    public synchronized Outcome put(Pin pin) throws IOException {
        if (storage == null) {
            return Outcome.SWITCHED_OFF;
        }
        if (pin.isOver(clock.instant())) {
            return Outcome.OVER;
        }
        if (!counts(pin)) {
            return Outcome.NO_SUCH_PEER;
        }
        refresh();
        Map<CanonicalAddress, Pin> next = byAddress(all());
        next.put(pin.address(), pin);
        if (next.size() > MAXIMUM) {
            return Outcome.TOO_MANY;
        }
        storage.put(pin, List.copyOf(next.values()));
        all = next;
        listeners.forEach(listener -> listener.accept(pin.address()));
        changed.run();
        return Outcome.DONE;
    }

    /**
     * Removes the pin of an address, if it has one.
     *
     * @return whether it had one
     * @throws IOException that cannot be stored; this server goes on as before
     */
    public synchronized boolean remove(MailAddress address) throws IOException {
        if (storage == null) {
            return false;
        }
        refresh();
        CanonicalAddress key = CanonicalAddress.of(address);
        Map<CanonicalAddress, Pin> next = byAddress(all());
        boolean had = next.remove(key) != null;
        storage.remove(key, List.copyOf(next.values()));
        all = next;
        changed.run();
        return had;
    }

    /**
     * Takes over what other nodes of the site have changed.
     *
     * @throws IOException nobody can say now what there is; nothing has changed
     */
    public synchronized void refresh() throws IOException {
        if (storage != null) {
            all = byAddress(storage.read(new ArrayList<>(all.values())));
        }
    }

    private boolean isPeerOf(PeerName name, Domain domain) {
        return peers.current()
                .peer(name)
                .filter(peer -> peer.mode() != PeerMode.OBSERVE && peer.isAskedFor(domain))
                .isPresent();
    }

    private boolean isNow(Pin pin) {
        return !pin.isOver(clock.instant());
    }

    private static Map<CanonicalAddress, Pin> byAddress(List<Pin> pins) {
        Map<CanonicalAddress, Pin> map = new TreeMap<>();
        pins.forEach(pin -> map.put(pin.address(), pin));
        return map;
    }
}
