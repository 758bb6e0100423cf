// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.transport.MxPrecedence;
import io.domainsharing.mailets.transport.RetrySchedule;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.mailets.waiting.WaitingRooms;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.peer.Capabilities;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;

/** What every queue of mail for peers and gateways is made of. */
record DeliveryParts(
        MailQueueFactory<?> queues,
        WaitingRooms rooms,
        MxPrecedence dns,
        Capabilities capabilities,
        NodeName node,
        DeliveryConfiguration configuration,
        DeliveryMetrics metrics,
        Clock clock) {
    @Inject
    DeliveryParts {}

    RetrySchedule schedule() {
        return RetrySchedule.parse(configuration.delayTime(), configuration.expiry());
    }

    /** The room of one queue, for a taker that works on so many mails at once. */
    WaitingRoom room(MailQueueName name, int atOnce) throws MessagingException {
        Set<Duration> waits = new LinkedHashSet<>(schedule().waits());
        waits.add(QueueConsumer.PAUSE);
        return rooms.open(name, atOnce, waits);
    }
}
