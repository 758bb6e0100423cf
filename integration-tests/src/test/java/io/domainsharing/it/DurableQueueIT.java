// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import org.junit.jupiter.api.Tag;

/** The queues are ActiveMQ's, below the server's folder. */
@Tag("L2")
@Tag("P1")
class DurableQueueIT extends DurableQueues {
    DurableQueueIT() {
        super(DurableServer.onActiveMq("paris-durable", "127.0.9."));
    }
}
