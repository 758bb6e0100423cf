// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

/** The queues are ActiveMQ's, below the server's folder. */
class DurableQueueIT extends DurableQueues {
    DurableQueueIT() {
        super(DurableServer.onActiveMq("paris-durable", "127.0.9."));
    }
}
