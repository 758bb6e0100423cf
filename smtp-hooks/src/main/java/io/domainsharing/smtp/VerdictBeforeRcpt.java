// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the verdict on a RCPT's recipient is in the session before James's own RCPT handler runs. Called by
 * whoever runs the session's command, an event loop mostly; never blocks.
 */
final class VerdictBeforeRcpt {
    private static final Logger LOGGER = LoggerFactory.getLogger(VerdictBeforeRcpt.class);

    private final Ownership ownership;
    private final SharedDomains shared;
    private final PeerSessions peerSessions;

    VerdictBeforeRcpt(Ownership ownership, SharedDomains shared, PeerSessions peerSessions) {
        this.ownership = ownership;
        this.shared = shared;
        this.peerSessions = peerSessions;
    }

    /** Null: go on. A response: the command is run again when the verdict is there. */
    @Nullable
    Response onRcpt(SMTPSession session, Request request, Supplier<SessionGate> gate) {
        Optional<MailAddress> recipient = recipient(session, request);
        if (recipient.isEmpty()) {
            return null;
        }
        MailAddress address = recipient.get();
        try {
            return needsNoVerdict(session, address) ? null : obtain(session, request, address, gate);
        } catch (RuntimeException e) {
            remember(session, address, failed(address, e));
            return null;
        }
    }

    /** Empty where James's own handler refuses the command whoever the recipient is. */
    private static Optional<MailAddress> recipient(SMTPSession session, Request request) {
        return session.getAttachment(SMTPSession.SENDER, State.Transaction)
                .flatMap(sender -> RcptArgument.recipient(session, request));
    }

    private boolean needsNoVerdict(SMTPSession session, MailAddress address) {
        return !shared.contains(address.getDomain())
                || RememberedVerdict.isIn(session, address)
                || peerSessions.peerOf(session).isPresent();
    }

    private @Nullable Response obtain(
            SMTPSession session, Request request, MailAddress address, Supplier<SessionGate> gate) {
        Optional<Verdict> known = ownership.known(address);
        if (known.isPresent()) {
            remember(session, address, known.get());
            return null;
        }
        CompletableFuture<Verdict> verdict = ownership.resolve(address).toCompletableFuture();
        if (verdict.isDone()) {
            remember(session, address, verdict.join());
            return null;
        }
        return gate.get()
                .defer(
                        request,
                        verdict.exceptionally(failure -> failed(address, failure)),
                        answer -> remember(session, address, answer));
    }

    private static void remember(SMTPSession session, MailAddress address, Verdict verdict) {
        new RememberedVerdict(address, verdict).keepIn(session);
    }

    private static Verdict failed(MailAddress address, Throwable failure) {
        LOGGER.error("Looking up a recipient of {} failed", address.getDomain().asString(), failure);
        return new Verdict.Undetermined(List.of(new Verdict.Doubt("this server", "internal error", false)));
    }
}
