// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mail that one of James's queues has handed out. */
abstract class QueuedTurn implements DueMail {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueuedTurn.class);

    private final MailQueueItem item;

    QueuedTurn(MailQueueItem item) {
        this.item = item;
    }

    @Override
    public String name() {
        return item.getMail().getName();
    }

    @Override
    public Mail open() {
        return item.getMail();
    }

    @Override
    public void leave() throws MessagingException {
        item.done(CompletionStatus.SUCCESS);
    }

    @Override
    public void giveBack() {
        try {
            item.done(CompletionStatus.RETRY);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("The queue of {} does not take it back", name(), e);
        }
    }
}
