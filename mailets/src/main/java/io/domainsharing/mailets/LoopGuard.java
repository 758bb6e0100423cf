// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.smtp.MailTrace;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * Keeps mail from going round between servers (L1): reads the lines that this server has signed, and writes the next one (docs/adr/0025-signed-trace.md).
 * Thread-safe; blocks as long as James's own repositories do.
 */
final class LoopGuard {
    private final TraceKey key;
    private final Arrivals arrivals;
    private final NodeName node;

    @Inject
    LoopGuard(TraceKey key, Arrivals arrivals, NodeName node) {
        this.key = key;
        this.arrivals = arrivals;
        this.node = node;
    }

    NodeName node() {
        return node;
    }

    /** Notes on the mail which addresses it came for, if nobody has noted it yet. */
    void noteArrival(Mail mail) {
        ArrivedFor.of(mail);
    }

    /** The way of a mail up to here. */
    GuardedMail on(Mail mail) throws MessagingException {
        MailTrace trace = trace(mail);
        return new GuardedMail(
                ArrivedFor.of(mail), trace, Notes.beginsWay(mail) ? trace.newWay() : trace.way(), arrivals, node);
    }

    MailTrace trace(Mail mail) throws MessagingException {
        return MailTrace.of(mail, key);
    }
}
