// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import io.domainsharing.cluster.Outbox;
import io.domainsharing.ownership.configuration.RedisUri;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvents;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events over a channel of Redis. One thread tells, one hears; a connection that is lost is opened again
 * within {@link #LOOK}, and what is told meanwhile is lost. Thread-safe; never blocks.
 */
public final class RedisEvents implements SiteEvents, AutoCloseable {
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisEvents.class);
    private static final String CHANNEL = "domain-sharing:{site}:events";
    private final RedisServers servers;
    private final String node;
    private final ScheduledExecutorService telling;
    private final ScheduledExecutorService hearing;
    private final Executor background;
    private final Outbox outbox;
    private volatile Consumer<SiteEvent> listener = event -> {};
    private volatile @Nullable RedisConnection heard;
    private volatile boolean closed;
    private boolean away;

    /**
     * Opens nothing yet.
     *
     * @param node a text without spaces that no other process has: what it tells is not for itself
     * @param telling one thread, for this alone; ended by {@link #close}
     * @param hearing another one
     * @param background where the listener is called
     */
    public RedisEvents(
            List<RedisUri> uris,
            String node,
            ScheduledExecutorService telling,
            ScheduledExecutorService hearing,
            Executor background) {
        this.servers = new RedisServers(uris, RedisState.PATIENCE);
        this.node = node;
        this.telling = telling;
        this.outbox = new Outbox(telling, this::publish);
        this.hearing = hearing;
        this.background = background;
    }

    @Override
    public void start(Consumer<SiteEvent> next) {
        listener = next;
        Future<?> unused = hearing.scheduleWithFixedDelay(this::hear, 0, LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void tell(SiteEvent event) {
        outbox.add(event);
    }

    private void publish(SiteEvent event) {
        try {
            Object unused = servers.call(List.of("PUBLISH", CHANNEL, node + ' ' + event.text()));
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("An event of the site is lost: {}", event.kind(), e);
        }
    }

    // Until the connection is lost. A timer drops a task that throws, so nothing may.
    private void hear() {
        try (RedisConnection connection = servers.open()) {
            heard = connection;
            Object unused = connection.call(List.of("SUBSCRIBE", CHANNEL));
            if (away) {
                LOGGER.info("The nodes of this site tell each other again");
            }
            away = false;
            while (!closed) {
                next(connection);
            }
        } catch (IOException | RuntimeException e) {
            if (!away && !closed) {
                LOGGER.warn(
                        "Redis tells no events of this site: {}. Until it does, nodes find out by reading again, every 30 s",
                        String.valueOf(e.getMessage()));
            }
            away = true;
        }
    }

    private void next(RedisConnection connection) throws IOException {
        Object message;
        try {
            message = connection.receive();
        } catch (SocketTimeoutException e) {
            // Nothing was told. Whether it could be, the answer to this says, which must come in time.
            message = connection.call(RedisServers.PING);
        }
        if (message instanceof List<?> words && words.size() == 3 && "message".equals(words.get(0))) {
            heard(String.valueOf(words.get(2)));
        }
    }

    private void heard(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || text.substring(0, space).equals(node)) {
            return;
        }
        try {
            background.execute(() -> SiteEvent.parse(text.substring(space + 1)).ifPresent(listener));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("An event of the site is left out: there is no thread for it", e);
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        telling.shutdownNow();
        hearing.shutdownNow();
        RedisConnection last = heard;
        if (last != null) {
            last.close();
        }
        servers.close();
    }
}
