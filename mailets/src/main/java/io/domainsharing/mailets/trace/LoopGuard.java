// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.message.MailTrace;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.trace.Arrival;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.Departure;
import io.domainsharing.ownership.trace.TraceKey;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * Keeps mail from going round between servers (L1): reads the lines that this server has signed, and writes the next one
 * (docs/adr/0025-signed-trace.md). Thread-safe; blocks as long as James's own repositories do.
 */
public final class LoopGuard {
    private final TraceKey key;
    private final Arrivals arrivals;
    private final NodeName node;

    @Inject
    public LoopGuard(TraceKey key, Arrivals arrivals, NodeName node) {
        this.key = key;
        this.arrivals = arrivals;
        this.node = node;
    }

    public NodeName node() {
        return node;
    }

    /** Notes on the mail which addresses it came for, if nobody has noted it yet. */
    public void noteArrival(Mail mail) {
        ArrivedFor.of(mail);
    }

    /** The way of a mail up to here. */
    public GuardedMail on(Mail mail) throws MessagingException {
        MailTrace trace = trace(mail);
        return new GuardedMail(
                ArrivedFor.of(mail),
                trace,
                MailAttributes.beginsWay(mail) ? trace.newWay() : trace.way(),
                arrivals,
                node);
    }

    /** Whether no server has handed the mail over on the way that it is on. */
    public boolean begins(Mail mail) throws MessagingException {
        return MailAttributes.beginsWay(mail) || trace(mail).way().isNew();
    }

    /** The line of a mail that leaves for a peer on a way of its own, whatever the way that it came. */
    public String firstLine(Mail mail, PeerName peer) throws MessagingException {
        Set<CanonicalAddress> recipients =
                mail.getRecipients().stream().map(CanonicalAddress::of).collect(Collectors.toSet());
        return trace(mail)
                .newWay()
                .next(
                        node,
                        peer,
                        new Departure(
                                recipients,
                                recipients.stream().map(Arrival::atPeer).toList()));
    }

    public MailTrace trace(Mail mail) throws MessagingException {
        return MailTrace.of(mail, key);
    }
}
