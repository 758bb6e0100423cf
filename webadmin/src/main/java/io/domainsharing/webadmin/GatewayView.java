// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.peer.PeerState;
import io.domainsharing.ownership.waiting.HeldMail;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as JSON; never its secret.
 *
 * @param mingerPort absent: the host is not asked by Minger
 * @param listed addresses in its file
 * @param unknownUser how its host's replies begin that say "no such user" in words of its own
 * @param state up, down or unknown: whether the host answers queries
 * @param refusal what its host says while it refuses to tell of any address; absent: it does not
 * @param since when that was noticed, ISO 8601; absent: never asked
 * @param capabilities what its hosts have announced by EHLO; absent: none was heard
 * @param acceptsAll true: its host says yes to every address, so that nothing is verified; absent: it is not seen to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GatewayView(
        String domain,
        List<String> smtp,
        String verify,
        @Nullable Integer mingerPort,
        @Nullable String file,
        @Nullable Integer listed,
        String whenUnreachable,
        boolean alsoAskPeers,
        List<String> unknownUser,
        @Nullable Boolean acceptsAll,
        String state,
        @Nullable String since,
        @Nullable String refusal,
        String queue,
        @Nullable List<CapabilityView> capabilities,
        @JsonUnwrapped HeldView held) {
    static GatewayView of(
            Gateway gateway,
            OptionalInt listed,
            boolean acceptsAll,
            @Nullable PeerState state,
            @Nullable List<CapabilityView> capabilities,
            HeldMail held) {
        return new GatewayView(
                gateway.domain().asString(),
                gateway.smtp().stream().map(Object::toString).toList(),
                Words.word(gateway.verify()),
                gateway.verify() == Verification.MINGER ? gateway.mingerPort() : null,
                gateway.file(),
                listed.isPresent() ? listed.getAsInt() : null,
                Words.word(gateway.whenUnreachable()),
                gateway.alsoAskPeers(),
                gateway.unknownUser().stream().map(ReplyBeginning::text).toList(),
                acceptsAll ? true : null,
                state == null ? "unknown" : Words.word(state.status()),
                state == null ? null : state.since().toString(),
                state == null || state.status() != PeerState.Status.REFUSES ? null : state.detail(),
                "domain-sharing-" + gateway.name(),
                capabilities,
                HeldView.of(held));
    }
}
