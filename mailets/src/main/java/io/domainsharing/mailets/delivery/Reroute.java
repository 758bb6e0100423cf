// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.trace.PriorRefusal;
import io.domainsharing.message.FrontLines;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;

/**
 * Sends mail back to the top of the processor that it was in, which asks whose it is now, as if it had never been handed over:
 * without the lines that we put in front of it, with the age that it has. Waits for no look-up. Thread-safe.
 */
final class Reroute {
    private final MailQueue spool;
    private final Ownership ownership;

    Reroute(MailQueue spool, Ownership ownership) {
        this.spool = spool;
        this.ownership = ownership;
    }

    /** The destination is there no more. */
    void of(Mail mail) throws MessagingException {
        Copies.give(mail, mail.getRecipients(), this::spool);
    }

    /** That peer knows no such mailboxes (L4): what is remembered of it counts no longer, and it is not asked for them again. */
    void afterRefusal(Mail mail, List<MailAddress> recipients, PeerName peer, Cause cause) throws MessagingException {
        recipients.forEach(recipient -> ownership.disown(recipient, peer));
        Copies.give(mail, recipients, copy -> {
            new PriorRefusal(peer, cause).writeOn(copy);
            MailAttributes.markLastWay(copy);
            spool(copy);
        });
    }

    private void spool(Mail copy) throws MessagingException {
        FrontLines.takeBack(copy);
        spool.enQueue(copy);
    }
}
