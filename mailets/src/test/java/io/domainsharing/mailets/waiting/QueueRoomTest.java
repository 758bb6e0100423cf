// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;

class QueueRoomTest implements WaitingRoomContract {
    private final WaitingRoom testee = new QueueRoom(
            new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()).createQueue(MailQueueName.of("some")));

    @Override
    public WaitingRoom testee() {
        return testee;
    }
}
