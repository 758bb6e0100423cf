// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.harvest.HarvestAnswers;
import io.domainsharing.ownership.harvest.Harvests;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * Counts the addresses of a client that nobody has, and answers a suspect without asking anybody (docs/harvest.md). Sessions of users, of
 * those whom James lets relay ({@code authorizedAddresses}), of peers and of secondaries are none of its business. Thread-safe; never
 * blocks.
 */
public final class HarvestGate {
    private final @Nullable Harvests harvests;
    private final @Nullable HarvestAnswers answers;

    private HarvestGate(@Nullable Harvests harvests, @Nullable HarvestAnswers answers) {
        this.harvests = harvests;
        this.answers = answers;
    }

    /** Holds nobody for a suspect. */
    public static HarvestGate off() {
        return new HarvestGate(null, null);
    }

    /** Counts there, and has suspects answered so. */
    public static HarvestGate of(Harvests harvests, HarvestAnswers answers) {
        return new HarvestGate(harvests, answers);
    }

    /** Whether the client of this session tries addresses. */
    boolean isSuspect(SMTPSession session, PeerSessions peerSessions) {
        return harvests != null
                && stranger(session, peerSessions).filter(harvests::isSuspect).isPresent();
    }

    /** What a suspect is told of an address; maybe not at once. */
    CompletableFuture<Verdict> answer(MailAddress address) {
        if (answers == null) {
            throw new IllegalStateException("nobody is a suspect");
        }
        return answers.about(address);
    }

    /** That is the verdict on an address that the session has named. */
    void noted(SMTPSession session, PeerSessions peerSessions, Verdict verdict) {
        if (harvests != null && verdict.kind() == Verdict.Kind.NOBODY) {
            stranger(session, peerSessions).ifPresent(harvests::unknown);
        }
    }

    private static Optional<InetAddress> stranger(SMTPSession session, PeerSessions peerSessions) {
        boolean isExempt = peerSessions.isForUsers(session)
                || session.isRelayingAllowed()
                || peerSessions.isSecondary(session)
                || peerSessions.peerOf(session).isPresent();
        return isExempt ? Optional.empty() : PeerSessions.remoteAddress(session);
    }
}
