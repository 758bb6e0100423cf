// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.verdict.HandoverGate;
import io.domainsharing.ownership.verdict.RcptReply;
import java.time.Duration;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who owns an address, as JSON.
 *
 * @param verdict local, peer, gateway, nobody, unavailable (a peer has it and takes no mail for it now) or undetermined
 * @param peer the one that has it, also where the verdict is unavailable
 * @param local how this server knows the address: account, alias, group, forward, address or catch_all
 * @param proof what says that it is the gateway's: listed, cache, asked, unchecked or unreachable
 * @param reply what RCPT is answered: 250, 451 or 550
 * @param replyLine the same with its text
 * @param cached whether no peer was asked for this verdict
 * @param source of the verdict, where it is a peer's: cache, asked, digest or pinned; digest also where nobody has it and digests said so
 * @param digestAgeSeconds of the digest that the verdict rests on
 * @param foundAt when the owner said yes, ISO 8601
 * @param answers of the peers that were asked now, in configured order
 * @param steps how the reply comes about
 * @param conflict absent: no two servers are known to have it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OwnerView(
        String address,
        String verdict,
        @Nullable String peer,
        @Nullable String local,
        @Nullable String proof,
        String reply,
        String replyLine,
        boolean cached,
        @Nullable String source,
        @Nullable Long digestAgeSeconds,
        @Nullable String foundAt,
        List<Answer> answers,
        List<StepView> steps,
        @Nullable Conflict conflict) {
    /**
     * Several servers have the address.
     *
     * @param kind here_and_on_peers or several_peers
     * @param peers that have it, in configured order
     * @param winner the server that mail from here goes to, this one by its own name; absent: none takes it now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Conflict(String kind, List<String> peers, @Nullable String winner) {
        static @Nullable Conflict of(Explanation explanation, NodeName node, @Nullable String owner) {
            return explanation.isConflict()
                    ? new Conflict(
                            Words.word(
                                    explanation.isHere()
                                            ? Conflicts.Kind.HERE_AND_ON_PEERS
                                            : Conflicts.Kind.SEVERAL_PEERS),
                            explanation.claimants().stream()
                                    .map(PeerName::value)
                                    .toList(),
                            explanation.isHere() ? node.value() : owner)
                    : null;
        }
    }

    /** One peer's answer: accepts, accepts_all (as it does any address), not_now, unknown, or why there is none; and how long it took. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String peer, String answer, @Nullable String detail, long millis) {
        static Answer of(FreshLookup.Reply reply) {
            return new Answer(
                    reply.peer().value(),
                    AnswerWords.of(reply.answer()),
                    AnswerWords.detail(reply.answer()),
                    reply.took().toMillis());
        }
    }

    static OwnerView of(
            MailAddress address,
            Explanation explanation,
            HandoverGate handover,
            @Nullable RememberedOwner entry,
            NodeName node) {
        Verdict verdict = explanation.verdict();
        String owner = verdict instanceof Verdict.OnPeer there ? there.owner().value() : null;
        String proof = verdict instanceof Verdict.OnGateway relayed ? Words.word(relayed.proof()) : null;
        RcptReply reply = RcptReply.of(handover.pass(verdict), address);
        return new OwnerView(
                address.asString(),
                nameOf(verdict),
                peerOf(verdict),
                verdict instanceof Verdict.Local here ? Words.word(here.match()) : null,
                proof,
                Integer.toString(reply.code()),
                reply.line(),
                explanation.replies().isEmpty(),
                sourceOf(verdict),
                digestAgeOf(verdict),
                entry == null || (owner == null && proof == null)
                        ? null
                        : entry.foundAt().toString(),
                explanation.replies().stream().map(Answer::of).toList(),
                StepView.of(explanation, reply),
                Conflict.of(explanation, node, owner));
    }

    private static @Nullable String sourceOf(Verdict verdict) {
        if (verdict instanceof Verdict.OnPeer there) {
            return Words.word(there.source());
        }
        return digestAgeOf(verdict) == null ? null : Words.word(Verdict.Source.DIGEST);
    }

    private static @Nullable Long digestAgeOf(Verdict verdict) {
        Duration age = verdict instanceof Verdict.OnPeer there
                ? there.digestAge()
                : verdict instanceof Verdict.Nobody nobody ? nobody.digestAge() : null;
        return age == null ? null : age.toSeconds();
    }

    static String nameOf(Verdict verdict) {
        return switch (verdict.kind()) {
            case LOCAL -> "local";
            case ON_PEER -> "peer";
            case ON_GATEWAY -> "gateway";
            case NOBODY -> "nobody";
            case UNDETERMINED -> ((Verdict.Undetermined) verdict).mailboxUnavailable() ? "unavailable" : "undetermined";
        };
    }

    /** The peer that has it, whether it takes mail now or not. */
    static @Nullable String peerOf(Verdict verdict) {
        if (verdict instanceof Verdict.OnPeer there) {
            return there.owner().value();
        }
        return verdict instanceof Verdict.Undetermined undetermined && undetermined.mailboxUnavailable()
                ? undetermined.unavailableAt().get(0)
                : null;
    }
}
