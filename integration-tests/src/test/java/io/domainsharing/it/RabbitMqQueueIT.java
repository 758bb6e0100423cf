// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import org.junit.jupiter.api.Tag;

/** The queues are RabbitMQ's, which keep no delay and tell no size. */
@BesideOthers
@NeedsServer(DebianPackage.RABBITMQ)
@Tag("L2")
@Tag("P1")
class RabbitMqQueueIT extends DurableQueues {
    RabbitMqQueueIT() {
        super(DurableServer.onRabbitMq("paris-rabbitmq", "127.0.11."));
    }
}
