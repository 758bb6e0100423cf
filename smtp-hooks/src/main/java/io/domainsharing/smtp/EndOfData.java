// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.message.MailTrace;
import io.domainsharing.message.MessageOctets;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.trace.Way;
import io.domainsharing.ownership.trace.Way.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.mailet.Mail;

/**
 * Refuses a message at the end of DATA that could only be returned (554 5.4.6, RFC 3463: routing loop detected): accepted, it
 * would be a bounce to a sender who may be forged. Whether a message has come too far, or is in a circle for each of its
 * recipients; 552 5.3.4 where it is too large for the servers of all of them. James's repositories are read only for a message that
 * one of our own lines stands in. Thread-safe.
 */
public final class EndOfData {
    /** So many {@code Received} fields are too many; the number of RelayLimit in james-conf/mailetcontainer.xml. */
    static final int MOST_RECEIVED = 30;

    private final SharedDomains shared;
    private final Gateways gateways;
    private final Ownership ownership;
    private final NodeName node;
    private final TraceKey key;
    private final Arrivals arrivals;
    private final OwnerLimits limits;
    private final CommandAudit audit;
    private final HookFailure trouble;

    @Inject
    public EndOfData(
            SharedDomains shared,
            Gateways gateways,
            Ownership ownership,
            NodeName node,
            TraceKey key,
            Arrivals arrivals,
            OwnerLimits limits,
            CommandAudit audit,
            HookFailure trouble) {
        this.shared = shared;
        this.gateways = gateways;
        this.ownership = ownership;
        this.node = node;
        this.key = key;
        this.arrivals = arrivals;
        this.limits = limits;
        this.audit = audit;
        this.trouble = trouble;
    }

    HookResult on(SessionOrigin origin, Mail mail) {
        if (shared == SharedDomains.NONE) {
            return HookResult.DECLINED;
        }
        try {
            Optional<String> refusal = hasComeTooFar(mail) ? Optional.of("Too many hops") : circle(mail);
            refusal.ifPresent(reason -> audit.data(origin, mail, reason));
            return refusal.isPresent() ? refused(refusal.get()) : unlessTooLarge(origin, mail);
        } catch (MessagingException | IOException | RuntimeException e) {
            trouble.error(HookFailure.Kind.MESSAGE, "Reading the header of a message failed", e);
            return Refusal.forNow("4.3.0 This message cannot be read at present, try again later");
        }
    }

    private HookResult unlessTooLarge(SessionOrigin origin, Mail mail) throws MessagingException {
        OptionalLong limit = limits.areAnyKnown()
                ? limits.exceededForAll(MessageOctets.sizeOf(mail), mail.getRecipients(), ownership::known)
                : OptionalLong.empty();
        if (limit.isEmpty()) {
            return HookResult.DECLINED;
        }
        audit.data(origin, mail, "the owners' servers take at most " + limit.getAsLong() + " octets");
        return OwnerLimits.refusal(limit.getAsLong(), "its recipients");
    }

    private static boolean hasComeTooFar(Mail mail) throws MessagingException, IOException {
        try (InputStream octets = MessageOctets.of(mail)) {
            return ReceivedLines.areAtLeast(MOST_RECEIVED, octets);
        }
    }

    /** Why none of the recipients can get the message, or empty where one can, or it cannot be told without asking a peer. */
    private Optional<String> circle(Mail mail) throws MessagingException {
        MailTrace trace = MailTrace.of(mail, key);
        Way way = trace.way();
        Optional<String> reason = Optional.empty();
        for (MailAddress recipient : mail.getRecipients()) {
            Optional<Gateway> gateway = gateways.of(recipient.getDomain());
            reason = gateway.isPresent() ? gatewayLoop(trace, gateway.get(), recipient) : peerLoop(way, recipient);
            if (reason.isEmpty()) {
                return reason;
            }
        }
        return reason;
    }

    private Optional<String> gatewayLoop(MailTrace trace, Gateway gateway, MailAddress recipient) {
        return trace.refusal(node, gateway)
                .filter(reason -> !gateway.alsoAskPeers()
                        || ownership
                                .known(recipient)
                                .filter(Verdict.OnGateway.class::isInstance)
                                .isPresent());
    }

    private Optional<String> peerLoop(Way way, MailAddress recipient) {
        boolean isCircle = way.standing(CanonicalAddress.of(recipient), false) == Standing.CIRCLE
                && !arrivals.of(recipient).isKept();
        return isCircle ? Optional.of("Routing loop: " + way.path(node)) : Optional.empty();
    }

    private static HookResult refused(String reason) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(SMTPRetCode.TRANSACTION_FAILED)
                .smtpDescription("5.4.6 " + reason)
                .build();
    }
}
