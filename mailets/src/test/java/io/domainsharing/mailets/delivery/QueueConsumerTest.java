// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.waiting.QueueRoom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueConsumerTest {
    private final MailQueueFactory<? extends ManageableMailQueue> queues =
            new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory());
    private final ManageableMailQueue queue = queues.createQueue(MailQueueName.of("some"));
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile boolean broken = true;

    private final QueueConsumer consumer = new QueueConsumer(new QueueRoom(queue), 1, (mail, due) -> {
        seen.add(mail.getMaybeSender().asString());
        if (broken) {
            throw new IllegalStateException("never seen before");
        }
    });

    @AfterEach
    void stop() {
        consumer.stop(Duration.ofSeconds(10));
    }

    @Test
    @Tag("L2")
    void mailShouldWaitWhenItsWorkFails() throws Exception {
        consumer.start();
        queue.enQueue(mail("one@elsewhere.example", "bob@example.com"));

        await().until(() -> queue.getSize() == 1 && seen.size() == 1);
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(seen).hasSize(1));
        broken = false;
        queue.flush();

        await().until(() -> queue.getSize() == 0);
        assertThat(seen).containsExactly("one@elsewhere.example", "one@elsewhere.example");
    }

    @ParameterizedTest
    @ValueSource(classes = {NoClassDefFoundError.class, StackOverflowError.class})
    void otherMailShouldGoOnWhenAnErrorIsThrown(Class<? extends Error> type) throws Exception {
        Error error = type.getConstructor().newInstance();
        QueueConsumer failing = new QueueConsumer(new QueueRoom(queue), 1, (mail, due) -> {
            String sender = mail.getMaybeSender().asString();
            seen.add(sender);
            if (sender.startsWith("strange")) {
                throw error;
            }
        });
        failing.start();
        try {
            queue.enQueue(mail("strange@elsewhere.example", "bob@example.com"));
            queue.enQueue(mail("plain@elsewhere.example", "bob@example.com"));

            await().until(() -> seen.contains("plain@elsewhere.example"));
            await().until(() -> queue.getSize() == 1);
        } finally {
            failing.stop(Duration.ofSeconds(10));
        }
    }

    /** Work that ends when the test lets it. */
    private final class SlowWork {
        final List<String> done = new CopyOnWriteArrayList<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final QueueConsumer consumer = new QueueConsumer(new QueueRoom(queue), 1, (mail, due) -> {
            begun.countDown();
            if (!mayEnd.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody let it end");
            }
            done.add(mail.getMaybeSender().asString());
        });
    }

    @Test
    @Tag("L2")
    void workUnderWayShouldBeDoneAndNoneBegunWhenItIsStopped() throws Exception {
        SlowWork work = new SlowWork();
        work.consumer.start();
        queue.enQueue(mail("one@elsewhere.example", "bob@example.com"));
        assertThat(work.begun.await(1, TimeUnit.MINUTES)).isTrue();
        queue.enQueue(mail("two@elsewhere.example", "bob@example.com"));

        work.consumer.stopTaking();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> work.consumer.stop(Duration.ofMinutes(1)));
        await().during(Duration.ofMillis(200)).until(() -> !stopping.isDone());
        work.mayEnd.countDown();
        stopping.get(1, TimeUnit.MINUTES);

        assertThat(work.done).containsExactly("one@elsewhere.example");
    }

    @Test
    void stopShouldNotWaitLongerThanItsPatience() throws Exception {
        SlowWork work = new SlowWork();
        work.consumer.start();
        queue.enQueue(mail("one@elsewhere.example", "bob@example.com"));
        assertThat(work.begun.await(1, TimeUnit.MINUTES)).isTrue();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> work.consumer.stop(Duration.ofMillis(100)));

        assertThat(stopping).succeedsWithin(Duration.ofMinutes(1));
        assertThat(work.done).isEmpty();
    }

    /** Each fourth of the mails meets a worker that asks for the next, if workers ask. */
    @Test
    @Tag("L2")
    void everyMailShouldBeDoneWhenToAskForTheNextBlocks() throws Exception {
        BlockingQueue blocking = new BlockingQueue();
        QueueConsumer some = counting(blocking, 4);
        some.start();
        try {
            for (int round = 1; round <= 20; round++) {
                for (int i = 0; i < 5; i++) {
                    blocking.enQueue(mail("one@elsewhere.example", "bob@example.com"));
                }
                int all = 5 * round;
                await().until(() -> seen.size() == all);
            }
        } finally {
            some.stop(Duration.ofSeconds(10));
        }
    }

    @Test
    @Tag("L2")
    void mailShouldBeTakenAgainWhenTheQueueHasEndedOrFailed() throws Exception {
        BlockingQueue blocking = new BlockingQueue();
        QueueConsumer some = counting(blocking, 2);
        some.start();
        try {
            await().until(() -> blocking.streams() == 1);
            blocking.endOnce();
            await().until(() -> blocking.streams() == 2);
            blocking.failOnce();
            await().until(() -> blocking.streams() == 3);
            blocking.enQueue(mail("one@elsewhere.example", "bob@example.com"));

            await().until(() -> seen.size() == 1);
        } finally {
            some.stop(Duration.ofSeconds(10));
        }
    }

    @Test
    @Tag("L2")
    void workUnderWayShouldGoOnWhenTheQueueFails() throws Exception {
        BlockingQueue blocking = new BlockingQueue();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        QueueConsumer some = new QueueConsumer(
                new QueueRoom(blocking),
                2,
                (mail, due) -> {
                    begun.countDown();
                    if (!mayEnd.await(1, TimeUnit.MINUTES)) {
                        throw new IllegalStateException("nobody let it end");
                    }
                    seen.add(mail.getMaybeSender().asString());
                },
                Duration.ofMillis(10));
        some.start();
        try {
            blocking.enQueue(mail("one@elsewhere.example", "bob@example.com"));
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            blocking.failOnce();
            await().until(() -> blocking.streams() == 2);
            mayEnd.countDown();

            await().until(() -> seen.size() == 1);
        } finally {
            some.stop(Duration.ofSeconds(10));
        }
    }

    private QueueConsumer counting(MailQueue from, int atOnce) {
        return new QueueConsumer(
                new QueueRoom(from),
                atOnce,
                (mail, due) -> seen.add(mail.getMaybeSender().asString()),
                Duration.ofMillis(10));
    }
}
