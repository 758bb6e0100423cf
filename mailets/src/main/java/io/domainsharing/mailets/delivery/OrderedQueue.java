// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.util.Optional;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/** A queue whose mails can be seen, and tried or returned one by one. Thread-safe; blocks. */
interface OrderedQueue {
    /**
     * Some of the mails, by name.
     *
     * @param after the name after which the page begins; null: the first page
     * @param limit so many at most
     * @return empty: the queue cannot show them
     */
    Optional<QueuedMail.Page> mails(@Nullable String after, int limit) throws MessagingException;

    /** Has that mail tried or returned as soon as nobody has it in hand. */
    MailOrder.Outcome order(String mail, MailOrder order) throws MessagingException;
}
