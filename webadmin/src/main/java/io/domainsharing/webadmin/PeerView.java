// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.waiting.HeldMail;
import java.util.List;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A peer as JSON; never its secret.
 *
 * @param state up, refuses (it answers, and tells nothing of any address), down or unknown
 * @param since when that was noticed, ISO 8601; absent: never asked
 * @param refusal what it says while it refuses; absent: it does not
 * @param openSince since when it is not asked but probed; absent: it is asked
 * @param tls opportunistic, required, or the SHA-256 of its certificate
 * @param unknownUser how its replies begin that say "no such user" in words of its own
 * @param mode share, observe or drain
 * @param remembered how many addresses are remembered of it; absent: it does not drain
 * @param acceptsAll domains of which it says yes to every address, so that its yes counts for little; absent: none is known
 * @param digestPort where its address digest is fetched from
 * @param digest what is known of its addresses beforehand; absent: nothing
 * @param capabilities what its hosts have announced by EHLO; absent: none was heard
 * @param origin file: it stands in domainsharing.xml; runtime: it was added through WebAdmin; mx: DNS names it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PeerView(
        String name,
        List<String> smtp,
        String lookup,
        int mingerPort,
        int digestPort,
        List<String> trusted,
        List<String> domain,
        @JsonUnwrapped ProofView proving,
        String tls,
        List<String> unknownUser,
        String mode,
        @Nullable Long remembered,
        @Nullable List<String> acceptsAll,
        String origin,
        String state,
        @Nullable String since,
        @Nullable String refusal,
        @Nullable String openSince,
        @JsonUnwrapped TalkView talk,
        String queue,
        @Nullable DigestView digest,
        @Nullable List<CapabilityView> capabilities,
        @JsonUnwrapped HeldView held) {
    static PeerView of(
            Peer peer,
            List<Domain> acceptsAll,
            boolean addedAtRunTime,
            @Nullable PeerState state,
            ProofView proving,
            TalkView talk,
            @Nullable Long remembered,
            @Nullable DigestView digest,
            @Nullable List<CapabilityView> capabilities,
            HeldMail held) {
        return new PeerView(
                peer.name().value(),
                peer.smtp().stream().map(Object::toString).toList(),
                Words.word(peer.lookup()),
                peer.mingerPort(),
                peer.digestPort(),
                peer.trusted().stream().map(Object::toString).toList(),
                peer.domains().stream().map(Domain::asString).sorted().toList(),
                proving,
                peer.tls().text(),
                peer.unknownUser().stream().map(ReplyBeginning::text).toList(),
                Words.word(peer.mode()),
                remembered,
                acceptsAll.isEmpty()
                        ? null
                        : acceptsAll.stream().map(Domain::asString).sorted().toList(),
                peer.foundByMx() ? "mx" : addedAtRunTime ? "runtime" : "file",
                state == null ? "unknown" : Words.word(state.status()),
                state == null ? null : state.since().toString(),
                state == null || state.status() != PeerState.Status.REFUSES ? null : state.detail(),
                state == null || state.status() != PeerState.Status.DOWN
                        ? null
                        : state.since().toString(),
                talk,
                "domain-sharing-" + peer.name(),
                digest,
                capabilities,
                HeldView.of(held));
    }
}
