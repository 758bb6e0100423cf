// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueName;

/** Makes waiting rooms, of the kind that suits the queues of this James. Thread-safe; blocks. */
public interface WaitingRooms {
    /**
     * The room behind one of James's queues, made if it is not there.
     *
     * @param atOnce how many mails its taker works on at the same time
     * @param waits for how long mail is held here, as far as that is known: mail of other waits is not released
     * @throws MessagingException no mail can wait on this James; the message tells the remedy
     */
    WaitingRoom open(MailQueueName queue, int atOnce, Collection<Duration> waits) throws MessagingException;

    /** Queues whose rooms hold mail, or have held some, also of another process; those that cannot be told are left out. */
    Set<MailQueueName> known();
}
