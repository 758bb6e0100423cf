// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * Asks every peer afresh whether it claims an address that exists here, and writes down what that comes to. Changes nothing
 * but the list of conflicts. Thread-safe.
 */
public final class ConflictCheck {
    private final OwnershipResolver resolver;
    private final FreshLookup freshLookup;
    private final Conflicts conflicts;
    private final Pins pins;

    /**
     * What the peers said of one address.
     *
     * @param claimedBy peers that have it as well
     * @param unanswered peers of which it remains open
     */
    public record Outcome(List<PeerName> claimedBy, List<PeerName> unanswered) {
        public Outcome {
            claimedBy = List.copyOf(claimedBy);
            unanswered = List.copyOf(unanswered);
        }
    }

    @Inject
    public ConflictCheck(OwnershipResolver resolver, FreshLookup freshLookup, Conflicts conflicts, Pins pins) {
        this.resolver = resolver;
        this.freshLookup = freshLookup;
        this.conflicts = conflicts;
        this.pins = pins;
    }

    /** Asks about one address; never blocks, never fails, completes within the look-up budget, maybe on an event loop. */
    public CompletionStage<Outcome> of(MailAddress address, FoundBy how) {
        // No peer's mail comes under such an address, so there is nothing to conflict with (docs/adr/0026).
        if (!AddressSyntax.of(address.asString()).isAscii()) {
            return CompletableFuture.completedStage(new Outcome(List.of(), List.of()));
        }
        if (pins.counting(address).isPresent()) {
            // An operator knows of it and has decided.
            conflicts.remove(CanonicalAddress.of(address));
            return CompletableFuture.completedStage(new Outcome(List.of(), List.of()));
        }
        return freshLookup.ask(address).thenApply(replies -> {
            Outcome outcome = new Outcome(
                    replies.stream()
                            .filter(FreshLookup.Reply::isClaim)
                            .map(FreshLookup.Reply::peer)
                            .toList(),
                    replies.stream()
                            .filter(FreshLookup.Reply::isMissing)
                            .map(FreshLookup.Reply::peer)
                            .toList());
            note(CanonicalAddress.of(address), replies, how);
            return outcome;
        });
    }

    /** This server's own word on an address; reads James's repositories on the caller's thread. */
    Verdict here(MailAddress address) {
        return resolver.local(address);
    }

    /** Takes conflicts off the list whose address does not exist here any more. Reads James's repositories. */
    void forgetGone() {
        for (Conflict conflict : conflicts.all()) {
            if (conflict.kind() == Conflicts.Kind.HERE_AND_ON_PEERS
                    && here(addressOf(conflict)) instanceof Verdict.Nobody) {
                conflicts.remove(conflict.address());
            }
        }
    }

    /** The peers that were last found to claim the address; empty: it is no conflict. Asks nobody. */
    List<PeerName> knownClaimants(CanonicalAddress address) {
        return conflicts.claimantsOf(address);
    }

    /** Notes what the peers say of an address that exists here; a peer that claimed it and is silent has not taken it back. */
    void note(CanonicalAddress address, List<FreshLookup.Reply> replies, FoundBy how) {
        List<PeerName> before = conflicts.claimantsOf(address);
        List<PeerName> claimants = replies.stream()
                .filter(reply -> reply.isClaim() || (reply.isMissing() && before.contains(reply.peer())))
                .map(FreshLookup.Reply::peer)
                .toList();
        if (claimants.isEmpty()) {
            conflicts.remove(address);
        } else {
            conflicts.add(address, claimants, how);
        }
    }

    private static MailAddress addressOf(Conflict conflict) {
        try {
            return new MailAddress(conflict.address().value());
        } catch (AddressException e) {
            throw new IllegalStateException("it was made of an address", e);
        }
    }
}
