// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.junit.jupiter.api.Test;

class QueueSnapshotTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private int looks;
    private boolean isInTrouble;
    private final QueueSnapshot<Integer> testee = new QueueSnapshot<>("looked-at", this::look, now::get);

    @Test
    void lookShouldBeSharedAsLongAsItIsFresh() {
        assertThat(testee.latest()).isEqualTo(1);

        now.addAndGet(QueueSnapshot.FRESH.toNanos() - 1);
        assertThat(testee.latest()).isEqualTo(1);

        now.addAndGet(1);
        assertThat(testee.latest()).isEqualTo(2);
    }

    @Test
    void queueInTroubleShouldTellNothingAndBeAskedNoMoreOften() {
        testee.latest();
        isInTrouble = true;
        now.addAndGet(QueueSnapshot.FRESH.toNanos());

        assertThat(testee.latest()).isNull();
        assertThat(testee.latest()).isNull();
        assertThat(looks).isEqualTo(2);

        isInTrouble = false;
        now.addAndGet(QueueSnapshot.FRESH.toNanos());
        assertThat(testee.latest()).isEqualTo(3);
    }

    @Test
    void failureThatIsNoMessagingExceptionShouldTellNothingEither() {
        QueueSnapshot<Integer> closed = new QueueSnapshot<>(
                "looked-at",
                () -> {
                    throw new IllegalStateException("closed");
                },
                now::get);

        assertThat(closed.latest()).isNull();
    }

    @Test
    void mailOfQueuesInTroubleShouldNotBeKnown() throws Exception {
        try (Bench bench = new Bench(
                DeliveryConfigurations.QUICK,
                new InTrouble(),
                Nodes.peer(Nodes.TOKYO, HostAndPort.fromParts("127.0.0.1", 25)))) {
            bench.mailet();

            assertThat(bench.delivery.held(Nodes.TOKYO)).isEqualTo(HeldMail.NOT_KNOWN);
            assertThat(bench.delivery.undetermined()).isEmpty();
        }
    }

    private int look() throws MessagingException {
        looks++;
        if (isInTrouble) {
            throw new MessagingException("the broker is away");
        }
        return looks;
    }

    /** Memory queues that cannot tell what is in them. */
    private static final class InTrouble extends MemoryMailQueueFactory {
        InTrouble() {
            super(new RawMailQueueItemDecoratorFactory());
        }

        @Override
        public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
            return new MemoryCacheableMailQueue(name, new RawMailQueueItemDecoratorFactory(), Clock.systemUTC()) {
                @Override
                public long getSize() {
                    throw new IllegalStateException("the broker is away");
                }

                @Override
                public MailQueueIterator browse() {
                    throw new IllegalStateException("the broker is away");
                }
            };
        }
    }
}
