// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.transport.MxPrecedence;
import io.domainsharing.mailets.transport.RetrySchedule;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.queue.api.MailQueueFactory;

/** What every queue of mail for peers and gateways is made of. */
record DeliveryParts(
        MailQueueFactory<?> queues,
        MxPrecedence dns,
        NodeName node,
        DeliveryConfiguration configuration,
        DeliveryMetrics metrics,
        Clock clock) {
    @Inject
    DeliveryParts {}

    RetrySchedule schedule() {
        return RetrySchedule.parse(configuration.delayTime(), configuration.expiry());
    }
}
