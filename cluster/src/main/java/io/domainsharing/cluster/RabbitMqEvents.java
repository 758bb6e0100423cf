// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events over James's RabbitMQ: one fanout exchange for the site, and for each node a queue that is gone when its connection is. A
 * channel that is lost is opened again within {@link #LOOK}; what is told meanwhile is lost. All that waits for the broker is done on
 * one thread. Thread-safe; never blocks.
 */
public final class RabbitMqEvents implements SiteEvents, AutoCloseable {
    /** The class of what James has where it has RabbitMQ. */
    public static final String CONNECTIONS = "org.apache.james.backends.rabbitmq.SimpleConnectionPool";

    static final String EXCHANGE = "domain-sharing-events";
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(RabbitMqEvents.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connections connections;
    private final String node;
    private final ScheduledExecutorService thread;
    private final Executor background;
    private final Outbox outbox;
    private volatile Consumer<SiteEvent> listener = event -> {};
    private volatile @Nullable Channel channel;
    private boolean away;

    /** Where channels come from. */
    @FunctionalInterface
    public interface Connections {
        /** An open connection, maybe the same as before; blocks. */
        Connection open() throws IOException;
    }

    /**
     * Opens nothing yet.
     *
     * @param node a text that no other process has: what it tells is not for itself
     * @param thread one, for this alone; ended by {@link #close}
     * @param background where the listener is called
     */
    public RabbitMqEvents(Connections connections, String node, ScheduledExecutorService thread, Executor background) {
        this.connections = connections;
        this.node = node;
        this.thread = thread;
        this.outbox = new Outbox(thread, this::publish);
        this.background = background;
    }

    /**
     * Over James's own connection, for a caller that does not have its class.
     *
     * @param connections James's own pool, of the class that {@link #CONNECTIONS} names
     */
    public static RabbitMqEvents of(
            Object connections, String node, ScheduledExecutorService thread, Executor background) {
        SimpleConnectionPool pool = (SimpleConnectionPool) connections;
        return new RabbitMqEvents(
                () -> pool.getResilientConnection().blockOptional(PATIENCE).orElseThrow(), node, thread, background);
    }

    @Override
    public void start(Consumer<SiteEvent> heard) {
        listener = heard;
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void tell(SiteEvent event) {
        outbox.add(event);
    }

    /** Idempotent. */
    @Override
    public void close() {
        thread.shutdownNow();
        Channel last = channel;
        if (last != null && last.isOpen()) {
            try {
                last.close();
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOGGER.debug("The channel of the site's events did not close", e);
            }
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void look() {
        try {
            Channel unused = open();
            if (away) {
                LOGGER.info("The nodes of this site tell each other again");
            }
            away = false;
        } catch (IOException | RuntimeException e) {
            if (!away && !thread.isShutdown()) {
                LOGGER.warn(
                        "RabbitMQ takes no events of this site: {}. Until it does, nodes find out by reading again, every 30 s",
                        String.valueOf(e.getMessage()));
            }
            away = true;
        }
    }

    private void publish(SiteEvent event) {
        if (away) {
            return;
        }
        try {
            open().basicPublish(
                            EXCHANGE,
                            "",
                            new BasicProperties.Builder().appId(node).build(),
                            event.text().getBytes(UTF_8));
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("An event of the site is lost: {}", event.kind(), e);
        }
    }

    private Channel open() throws IOException {
        Channel now = channel;
        if (now != null && now.isOpen()) {
            return now;
        }
        Channel next = connections.open().createChannel();
        next.exchangeDeclare(EXCHANGE, BuiltinExchangeType.FANOUT, true);
        String queue = next.queueDeclare("", false, true, true, Map.of()).getQueue();
        next.queueBind(queue, EXCHANGE, "");
        String unused = next.basicConsume(queue, true, new Hearing(next));
        channel = next;
        return next;
    }

    private void heard(String text) {
        try {
            background.execute(() -> SiteEvent.parse(text).ifPresent(listener));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("An event of the site is left out: there is no thread for it", e);
        }
    }

    private final class Hearing extends DefaultConsumer {
        private Hearing(Channel channel) {
            super(channel);
        }

        // A thread of James's connection, which serves its queues too.
        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            if (!node.equals(properties.getAppId())) {
                heard(new String(body, UTF_8));
            }
        }
    }
}
