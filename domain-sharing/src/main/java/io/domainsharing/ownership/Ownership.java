// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;

/**
 * Who owns an address of a shared domain: this server, one of the peers, nobody, or not to be told now. Asked by the SMTP
 * hooks, the matchers, the mailets and WebAdmin alike. Thread-safe.
 */
public interface Ownership {
    /**
     * The verdict if it is there without asking anybody: local by exact match, or cached. Touches memory and James's own
     * repositories only, never the network.
     */
    Optional<Verdict> known(MailAddress address);

    /**
     * The verdict, asking every peer of the address's domain at once if need be. Never blocks on the network; never
     * completes exceptionally; completes within the look-up budget, maybe on an event loop. A cancelled or dropped stage
     * does not end a look-up that others share.
     */
    CompletionStage<Verdict> resolve(MailAddress address);

    /**
     * As {@link #resolve}, for whoever has just seen that nothing is {@linkplain #known known}, and for a client of this server, who
     * gets its share of the look-ups: what exceeds that waits for its turn, at most a look-up budget more. What is asked for already is
     * free.
     */
    default CompletionStage<Verdict> askFor(InetAddress client, MailAddress address) {
        return resolve(address);
    }

    /**
     * What can be said without asking anybody: what is {@linkplain #known known}, and what digests tell for their peers. {@link
     * Verdict.Undetermined} where that is not enough. Completes soon, maybe on a thread that reads James's repositories.
     */
    default CompletionStage<Verdict> withoutAsking(MailAddress address) {
        return CompletableFuture.completedStage(known(address)
                .orElseGet(() -> new Verdict.Undetermined(
                        List.of(new Verdict.MissingAnswer("this server", PeerAnswer.Reason.NOT_ASKED.words(), false)),
                        true)));
    }

    /**
     * As {@link #resolve}, but that peer, or gateway, is not asked, and what is remembered of it does not count: it has refused
     * the address (L4), whatever its answers say. {@link Verdict.Nobody}: no other server has it.
     */
    CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser);

    /**
     * This server's own word only, no peer asked: {@link Verdict.Local}, {@link Verdict.Nobody} or, when the directory
     * fails, {@link Verdict.Undetermined}. For sessions of peers and for the Minger server; catch-alls do not count.
     */
    Verdict local(MailAddress address);

    /**
     * That peer has just refused the address as unknown (L4): if it is remembered as the owner it is so no longer, and {@link
     * #resolve} asks every peer. Touches memory only.
     */
    void disown(MailAddress address, PeerName peer);
}
