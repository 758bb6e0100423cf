// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.Survey;
import java.util.List;
import java.util.Locale;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who owns an address, as JSON.
 *
 * @param verdict local, peer, gateway, nobody or undetermined
 * @param local how this server knows the address: account, alias, group, forward, address or catch_all
 * @param proof what says that it is the gateway's: listed, cache, asked, unchecked or unreachable
 * @param reply what RCPT is answered: 250, 451 or 550
 * @param cached whether no peer was asked for this verdict
 * @param foundAt when the owner said yes, ISO 8601
 * @param answers of the peers that were asked now, in configured order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OwnerView(
        String address,
        String verdict,
        @Nullable String peer,
        @Nullable String local,
        @Nullable String proof,
        String reply,
        boolean cached,
        @Nullable String foundAt,
        List<Answer> answers) {
    /** One peer's answer: accepts, accepts_all (as it does any address), not_now, unknown, or why there is none; and how long it took. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String peer, String answer, @Nullable String detail, long millis) {
        static Answer of(Survey.Reply reply) {
            return new Answer(
                    reply.peer().value(),
                    AnswerWords.of(reply.answer()),
                    AnswerWords.detail(reply.answer()),
                    reply.took().toMillis());
        }
    }

    static OwnerView of(MailAddress address, Explanation explanation, @Nullable RememberedOwner entry) {
        Verdict verdict = explanation.verdict();
        String name;
        String reply;
        String peer = null;
        String local = null;
        String proof = null;
        if (verdict instanceof Verdict.Local here) {
            name = "local";
            reply = "250";
            local = here.match().name().toLowerCase(Locale.ROOT);
        } else if (verdict instanceof Verdict.OnPeer there) {
            name = "peer";
            reply = "250";
            peer = there.owner().value();
        } else if (verdict instanceof Verdict.OnGateway relayed) {
            name = "gateway";
            reply = "250";
            proof = relayed.proof().name().toLowerCase(Locale.ROOT);
        } else if (verdict instanceof Verdict.Nobody) {
            name = "nobody";
            reply = "550";
        } else {
            name = "undetermined";
            reply = "451";
        }
        return new OwnerView(
                address.asString(),
                name,
                peer,
                local,
                proof,
                reply,
                explanation.replies().isEmpty(),
                entry == null || (peer == null && proof == null)
                        ? null
                        : entry.foundAt().toString(),
                explanation.replies().stream().map(Answer::of).toList());
    }
}
