// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.OnPeer;
import io.domainsharing.ownership.Verdict.Source;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;

/**
 * An address that is pinned to a peer is that peer's, before accounts here, gateways, what is remembered and what is asked are looked
 * at. To other servers this one says that it does not have such an address, so that two that pin it to each other do not send it back
 * and forth. A pin to this server itself makes no verdict: an account here is found first in any case (docs/adr/0040). Thread-safe.
 */
public final class PinnedOwnership implements Ownership {
    private final Ownership others;
    private final Pins pins;

    /** @param others knows, and asks for, all that is not pinned */
    public PinnedOwnership(Ownership others, Pins pins) {
        this.others = others;
        this.pins = pins;
    }

    @Override
    public Optional<Verdict> known(MailAddress address) {
        Optional<Verdict> pinned = pinned(address);
        return pinned.isPresent() ? pinned : others.known(address);
    }

    @Override
    public CompletionStage<Verdict> resolve(MailAddress address) {
        return or(pinned(address), () -> others.resolve(address));
    }

    @Override
    public CompletionStage<Verdict> askFor(InetAddress client, MailAddress address) {
        return or(pinned(address), () -> others.askFor(client, address));
    }

    @Override
    public CompletionStage<Verdict> withoutAsking(MailAddress address) {
        return or(pinned(address), () -> others.withoutAsking(address));
    }

    // A refusal is newer than the pin: the mail goes to whoever has the address, an account here included, or back.
    @Override
    public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
        Optional<Verdict> other = pinned(address)
                .filter(verdict ->
                        verdict instanceof OnPeer onPeer && !onPeer.owner().equals(refuser));
        return or(other, () -> others.resolveWithout(address, refuser));
    }

    @Override
    public Verdict local(MailAddress address) {
        return pinned(address).isPresent() ? new Verdict.Nobody() : others.local(address);
    }

    @Override
    public void disown(MailAddress address, PeerName peer) {
        others.disown(address, peer);
    }

    private static CompletionStage<Verdict> or(Optional<Verdict> pinned, Supplier<CompletionStage<Verdict>> otherwise) {
        return pinned.isPresent() ? CompletableFuture.completedStage(pinned.get()) : otherwise.get();
    }

    private Optional<Verdict> pinned(MailAddress address) {
        return pins.counting(address).filter(pin -> !pin.isHere()).map(pin -> new OnPeer(pin.owner(), Source.PINNED));
    }
}
