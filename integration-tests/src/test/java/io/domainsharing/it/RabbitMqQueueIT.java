// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

/** The queues are RabbitMQ's, which keep no delay and tell no size. */
@NeedsServer(DebianPackage.RABBITMQ)
class RabbitMqQueueIT extends DurableQueues {
    RabbitMqQueueIT() {
        super(DurableServer.onRabbitMq("paris-rabbitmq", "127.0.11."));
    }
}
