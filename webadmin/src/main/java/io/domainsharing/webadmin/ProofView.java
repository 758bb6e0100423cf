// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.proof.ProofState;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.proof.UnprovenReplies;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer proves its answers by Minger, as JSON.
 *
 * @param proof what is asked of it: auto, required or never
 * @param proofState what it does: signs, plain (it answers, without proofs), untried; absent: it has no secret to prove, is not asked by
 *     Minger, or need prove nothing
 * @param signsSince when its first proven answer came, ISO 8601; absent: none has
 * @param unproven replies without the proof that is required, since the start, which did not count; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProofView(String proof, @Nullable String proofState, @Nullable String signsSince, @Nullable Long unproven) {
    static ProofView of(Peer peer, SigningPeers signing) {
        String wanted = Words.word(peer.proof());
        return signing.state(peer)
                .map(state -> of(wanted, state))
                .orElseGet(() -> new ProofView(wanted, null, null, null));
    }

    private static ProofView of(String wanted, ProofState state) {
        UnprovenReplies unproven = state.unproven();
        return new ProofView(
                wanted,
                Words.word(state.kind()),
                state.since() == null ? null : state.since().toString(),
                unproven == null ? null : unproven.count());
    }
}
