// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.CapabilityProbes;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/**
 * Whether the owner's server takes a message as large as MAIL has said (SIZE, RFC 1870). A message that it would not take is refused at
 * RCPT for that recipient alone, and not returned later to a sender who may be forged; one that turns out to be so large at the end of
 * DATA, where none of its recipients can get it. Thread-safe; never blocks.
 */
public final class OwnerLimits {
    /** Where James's MailSizeEsmtpExtension keeps what MAIL has said, in octets. */
    static final AttachmentKey<Integer> DECLARED = AttachmentKey.of("MESG_SIZE", Integer.class);

    private final Capabilities capabilities;
    private final PeerDirectory peers;
    private final Gateways gateways;
    private final CapabilityProbes probes;

    /**
     * Knows these owners.
     *
     * @param probes ask a server again that may have another limit by now
     */
    public OwnerLimits(Capabilities capabilities, PeerDirectory peers, Gateways gateways, CapabilityProbes probes) {
        this.capabilities = capabilities;
        this.peers = peers;
        this.gateways = gateways;
        this.probes = probes;
    }

    /** Whether the owner would have refused the message when it was heard last, and has to be heard again before it is refused for it. */
    boolean isDoubtful(SMTPSession session, Verdict verdict, MailAddress recipient) {
        int octets = declared(session);
        return capabilities.mayExceed(octets)
                && ownerOf(verdict, recipient)
                        .filter(owner -> capabilities.wasTooLarge(octets, owner))
                        .filter(owner ->
                                capabilities.limit(owner, Capabilities.FRESH).isEmpty())
                        .isPresent();
    }

    /** The same verdict, once the owner has been heard again where that is {@linkplain #isDoubtful in doubt}. */
    CompletionStage<Verdict> heardAgain(SMTPSession session, Verdict verdict, MailAddress recipient) {
        return isDoubtful(session, verdict, recipient)
                ? probes.ask(ownerOf(verdict, recipient).orElseThrow()).thenApply(nothing -> verdict)
                : CompletableFuture.completedStage(verdict);
    }

    /** The limit of the owner's server, in octets, where the message is larger; empty: it is not, or that is not known for sure. */
    OptionalLong exceeded(SMTPSession session, Verdict verdict, MailAddress recipient) {
        int octets = declared(session);
        if (!capabilities.mayExceed(octets)) {
            return OptionalLong.empty();
        }
        OptionalLong limit = ownerOf(verdict, recipient)
                .map(owner -> capabilities.limit(owner, Capabilities.FRESH))
                .orElse(OptionalLong.empty());
        return limit.isPresent() && octets > limit.getAsLong() ? limit : OptionalLong.empty();
    }

    /** Whether any server that was ever heard has a limit. */
    boolean areAnyKnown() {
        return capabilities.mayExceed(Long.MAX_VALUE);
    }

    /**
     * Of a message whose size MAIL has not said: has the owner heard again, so that the end of DATA finds its limit. Nobody waits for
     * that.
     */
    void prepare(SMTPSession session, Verdict verdict, MailAddress recipient) {
        if (declared(session) == 0 && areAnyKnown()) {
            ownerOf(verdict, recipient)
                    .filter(owner -> capabilities.wasTooLarge(Long.MAX_VALUE, owner))
                    .filter(owner ->
                            capabilities.limit(owner, Capabilities.FRESH).isEmpty())
                    .ifPresent(owner -> {
                        CompletionStage<Void> unused = probes.ask(owner);
                    });
        }
    }

    /**
     * The largest limit among the owners' servers, in octets, where the message is too large for each; empty: one takes it, or that is
     * not known for sure.
     *
     * @param verdictOf what is known of a recipient
     */
    OptionalLong exceededForAll(
            long octets, Collection<MailAddress> recipients, Function<MailAddress, Optional<Verdict>> verdictOf) {
        if (!capabilities.mayExceed(octets)) {
            return OptionalLong.empty();
        }
        long largest = 0;
        for (MailAddress recipient : recipients) {
            OptionalLong limit = verdictOf
                    .apply(recipient)
                    .flatMap(verdict -> ownerOf(verdict, recipient))
                    .map(owner -> capabilities.limit(owner, Capabilities.FRESH))
                    .orElse(OptionalLong.empty());
            if (limit.isEmpty() || octets <= limit.getAsLong()) {
                return OptionalLong.empty();
            }
            largest = Math.max(largest, limit.getAsLong());
        }
        return largest == 0 ? OptionalLong.empty() : OptionalLong.of(largest);
    }

    /**
     * 552, RFC 3463: 5.3.4, message too big for system.
     *
     * @param recipients whose, safe to print
     */
    static HookResult refusal(long limit, String recipients) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(SMTPRetCode.QUOTA_EXCEEDED)
                .smtpDescription(
                        "5.3.4 The message is too large, at most " + limit + " octets are taken for " + recipients)
                .build();
    }

    private Optional<Destination> ownerOf(Verdict verdict, MailAddress recipient) {
        if (verdict instanceof Verdict.OnPeer onPeer) {
            return peers.current().peer(onPeer.owner()).map(Function.identity());
        }
        return verdict instanceof Verdict.OnGateway
                ? gateways.of(recipient.getDomain()).map(Function.identity())
                : Optional.empty();
    }

    private static int declared(SMTPSession session) {
        return session.getAttachment(DECLARED, State.Transaction).orElse(0);
    }
}
