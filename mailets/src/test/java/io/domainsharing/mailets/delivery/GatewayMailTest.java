// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.mailets.waiting.QueueRoom;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Verdict.OnGateway;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.gateway.Gateways;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** customer.example is a gateway whose host is away at first; by itself its mail is tried again only after hours. */
@Tag("R2")
class GatewayMailTest {
    private static final String QUEUE = "domain-sharing-gateway-customer.example";
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final int POLLS_IN_FIVE_DAYS = 1_440;

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger counts = new AtomicInteger();
    private volatile CountDownLatch counting = new CountDownLatch(0);
    private final ListAppender<ILoggingEvent> attempts = new ListAppender<>();
    private final ListAppender<ILoggingEvent> flushes = new ListAppender<>();
    private SmtpSink host;
    private Gateway gateway;
    private Bench bench;
    private GatewayMail held;

    @BeforeEach
    void setUp() throws Exception {
        host = new SmtpSink(0);
        host.close();
        gateway = new Gateway(
                Domain.of("customer.example"),
                List.of(host.address()),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false);
        bench = new Bench(
                delivery("10*4 hours", 50),
                slowToCount(new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory())),
                Gateways.open(List.of(gateway), Path::of));
        held = new GatewayMail(bench.delivery, nanoTime::get);
        listen(DestinationQueue.class, attempts);
        listen(GatewayMail.class, flushes);
    }

    @AfterEach
    void tearDown() throws Exception {
        stopListening(DestinationQueue.class, attempts);
        stopListening(GatewayMail.class, flushes);
        held.close();
        bench.close();
        host.close();
    }

    private static void listen(Class<?> type, ListAppender<ILoggingEvent> lines) {
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(type);
        logger.addAppender(lines);
        // Thousands of lines.
        logger.setAdditive(false);
    }

    private static void stopListening(Class<?> type, ListAppender<ILoggingEvent> lines) {
        Logger logger = (Logger) LoggerFactory.getLogger(type);
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    private void hold(String... users) throws Exception {
        for (String user : users) {
            bench.ownership.know(
                    user + "@customer.example", new OnGateway(Domain.of("customer.example"), Proof.UNCHECKED));
            bench.mailet().service(mail("sender@elsewhere.example", user + "@customer.example"));
        }
        quickly().until(() -> isAtRest(users.length));
    }

    /** Until that many attempts have failed, and the mail waits again. */
    private void awaitAttempt(int count) {
        quickly().until(() -> attempts.list.size() == count && isAtRest(1));
    }

    private static ConditionFactory quickly() {
        return await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    /** Whether so many mails wait, none of them being tried or about to be: as it is now, and not a moment ago. */
    private boolean isAtRest(int mails) throws Exception {
        Instant soon = Clock.systemUTC().instant().plusSeconds(60);
        List<Instant> later = new ArrayList<>();
        waiting().show(mails + 1, (name, since, next) -> {
            if (next != null && next.isAfter(soon)) {
                later.add(next);
            }
        });
        return Long.valueOf(mails).equals(waiting().size())
                && bench.queued(QUEUE).size() == mails
                && later.size() == mails;
    }

    private WaitingRoom waiting() {
        return Objects.requireNonNull(bench.delivery.queueOf(gateway.name())).room();
    }

    private OptionalLong start() throws Exception {
        nanoTime.addAndGet(GatewayMail.PAUSE.toNanos());
        return ask().get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<OptionalLong> ask() {
        return held.start(gateway, "192.0.2.1").toCompletableFuture();
    }

    /** The same queues, which count their mail only once {@link #counting} lets them. */
    @SuppressWarnings("unchecked")
    private MailQueueFactory<ManageableMailQueue> slowToCount(MemoryMailQueueFactory queues) {
        return (MailQueueFactory<ManageableMailQueue>) proxy(MailQueueFactory.class, (factory, create, names) -> {
            Object made = create.invoke(queues, names);
            return made instanceof ManageableMailQueue
                    ? proxy(ManageableMailQueue.class, (queue, method, arguments) -> {
                        if (method.getName().equals("getSize")) {
                            counts.incrementAndGet();
                            counting.await();
                        }
                        return method.invoke(made, arguments);
                    })
                    : made;
        });
    }

    @Test
    void heldMailShouldLeaveAtOnceWhenItIsAskedFor() throws Exception {
        hold("bob", "ann");
        host = new SmtpSink(host.address().getPort());

        assertThat(start()).hasValue(2);

        await().untilAsserted(() -> assertThat(host.taken()).hasSize(2));
        await().until(() -> waiting().isEmpty());
        assertThat(start()).hasValue(0);
        assertThat(flushes.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .isEqualTo("2 mails for gateway-customer.example are tried now: 192.0.2.1 has asked by ETRN"));
    }

    @Test
    void pollEveryFiveMinutesForFiveDaysShouldReturnNothing() throws Exception {
        hold("bob");

        for (int polls = 0; polls < POLLS_IN_FIVE_DAYS; polls++) {
            assertThat(start()).hasValue(1);
            awaitAttempt(polls + 2);
            assertThat(bench.context.getSentMails()).isEmpty();
            bench.clock.pass(EVERY);
        }
        // Five days are over now.
        start();
        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
    }

    @Test
    void mailShouldBeTriedOnceWhenAThousandAskAtATime() throws Exception {
        hold("bob");
        nanoTime.addAndGet(GatewayMail.PAUSE.toNanos());

        List<CompletableFuture<OptionalLong>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> held.start(gateway, "192.0.2.1").toCompletableFuture())
                .toList();

        for (CompletableFuture<OptionalLong> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).hasValue(1);
        }
        awaitAttempt(2);
        assertThat(flushes.list).hasSize(1);
        assertThat(start()).hasValue(1);
        awaitAttempt(3);
        assertThat(flushes.list).hasSize(2);
    }

    @Test
    void pauseShouldBeAsLongAsTheFlushTook() throws Exception {
        hold("bob");
        counts.set(0);
        counting = new CountDownLatch(1);
        CompletableFuture<OptionalLong> first = ask();
        nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
        counting.countDown();
        assertThat(first).succeedsWithin(Duration.ofSeconds(30));

        nanoTime.addAndGet(Duration.ofSeconds(20).toNanos() - 1);
        assertThat(ask()).isDone();
        assertThat(counts).hasValue(1);
        nanoTime.incrementAndGet();
        assertThat(ask()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(counts).hasValue(2);
    }

    @Test
    void flushThatNeverEndsShouldBeToldAndNotBeBegunAgain() throws Exception {
        hold("bob");
        counts.set(0);
        counting = new CountDownLatch(1);
        assertThat(ask()).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(OptionalLong.empty());
        nanoTime.addAndGet(GatewayMail.DEADLINE.toNanos() - 1);
        assertThat(ask()).isCompletedWithValue(OptionalLong.empty());

        nanoTime.incrementAndGet();

        assertThat(ask())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("at an earlier flush for more than 60 s");
        assertThat(counts).hasValue(1);
        counting.countDown();
    }

    @Test
    void askerShouldBeToldWhenNobodyServesTheQueue() {
        assertThat(Assertions.catchThrowable(this::start))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no DomainSharingMailet serves the queue of gateway-customer.example");
    }

    @Test
    void queueThatCannotTellItsSizeShouldBeFlushedAllTheSame() throws Exception {
        assertThat(GatewayMail.toFlush(new QueueRoom(queue(ManageableMailQueue.class))))
                .isEmpty();
    }

    @Test
    void queueThatCannotBeFlushedShouldSaySo() {
        assertThat(Assertions.catchThrowable(() -> GatewayMail.toFlush(new QueueRoom(queue(MailQueue.class)))))
                .isInstanceOf(MessagingException.class)
                .hasMessage("The queue foreign cannot be flushed");
    }

    private static MailQueue queue(Class<? extends MailQueue> type) {
        return (MailQueue) proxy(type, (proxy, method, arguments) -> {
            if (method.getName().equals("getName")) {
                return MailQueueName.of("foreign");
            }
            throw new MailQueue.MailQueueException("no statistics");
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler calls) {
        return Proxy.newProxyInstance(GatewayMailTest.class.getClassLoader(), new Class<?>[] {type}, calls);
    }
}
