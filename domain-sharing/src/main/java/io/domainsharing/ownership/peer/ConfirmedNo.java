// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.log.LogLimit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look-up by datagrams whose "no" about an address that somebody had counts only when a second look-up has it, too: that has a
 * port and a spelling of its own, so whoever forges one must guess both twice (docs/adr/0002). Thread-safe; never blocks.
 */
final class ConfirmedNo implements PeerLookup {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfirmedNo.class);
    private static final PeerAnswer CONTRADICTION =
            new NoAnswer(Reason.REFUSED, "answered no and, asked once more, yes: one of them may be forged");

    private final PeerName peer;
    private final PeerLookup lookup;
    private final Predicate<CanonicalAddress> hadOwner;
    private final LogLimit contradictions;

    /** @param hadOwner whether an address ever had an owner, as far as is known */
    ConfirmedNo(PeerName peer, PeerLookup lookup, Predicate<CanonicalAddress> hadOwner, LogLimit contradictions) {
        this.peer = peer;
        this.lookup = lookup;
        this.hadOwner = hadOwner;
        this.contradictions = contradictions;
    }

    @Override
    public CompletionStage<PeerAnswer> ask(MailAddress address) {
        return lookup.ask(address)
                .thenCompose(
                        answer -> answer instanceof PeerAnswer.Unknown && hadOwner.test(CanonicalAddress.of(address))
                                ? lookup.ask(address).thenApply(second -> confirmed(address, second))
                                : CompletableFuture.completedStage(answer));
    }

    private PeerAnswer confirmed(MailAddress address, PeerAnswer second) {
        if (second instanceof PeerAnswer.Unknown || second instanceof NoAnswer) {
            return second;
        }
        contradictions.run(leftOut -> LOGGER.warn(
                "Peer {} answered no about {} and, asked once more, yes. Somebody may forge its answers: the address is answered 451"
                        + " ({} such lines were left out)",
                peer,
                address,
                leftOut));
        return CONTRADICTION;
    }
}
