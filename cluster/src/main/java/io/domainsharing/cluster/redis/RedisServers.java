// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import io.domainsharing.ownership.configuration.RedisUri;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Redis servers of a site, one of which is written to: connections to that one, used again. A connection that fails is closed, and
 * with it all that wait, so that the next call finds the server that is written to now. Thread-safe; blocks.
 */
final class RedisServers implements AutoCloseable {
    static final List<String> PING = List.of("PING");

    private static final int IDLE = 4;

    private final List<RedisUri> uris;
    private final Duration patience;
    private final Deque<RedisConnection> idle = new ArrayDeque<>();
    private boolean closed;

    RedisServers(List<RedisUri> uris, Duration patience) {
        this.uris = List.copyOf(uris);
        this.patience = patience;
    }

    /**
     * What comes of a command.
     *
     * @throws RedisErrorException Redis refuses it
     * @throws IOException it is not known what became of it
     */
    @Nullable
    Object call(List<String> words) throws IOException {
        RedisConnection connection = take();
        try {
            Object reply = connection.call(words);
            putBack(connection);
            return reply;
        } catch (RedisErrorException e) {
            // One that was made a replica meanwhile must not be asked again.
            discard(connection);
            throw e;
        } catch (IOException e) {
            discard(connection);
            throw e;
        }
    }

    /** A new connection to the server that is written to. */
    RedisConnection open() throws IOException {
        IOException failure = null;
        for (RedisUri uri : uris) {
            try {
                RedisConnection connection = RedisConnection.open(uri, patience);
                if (uris.size() == 1 || connection.isMaster()) {
                    return connection;
                }
                connection.close();
                failure = added(failure, new IOException(uri + " is a replica"));
            } catch (IOException e) {
                failure = added(failure, new IOException(uri + ": " + e.getMessage(), e));
            }
        }
        throw failure == null ? new IOException("no Redis is named") : failure;
    }

    private static IOException added(@Nullable IOException before, IOException next) {
        if (before == null) {
            return next;
        }
        before.addSuppressed(next);
        return before;
    }

    // One that has waited may be closed at the other end, and a change must not be the first to find that out.
    private RedisConnection take() throws IOException {
        RedisConnection waiting;
        synchronized (idle) {
            waiting = idle.poll();
        }
        if (waiting == null) {
            return open();
        }
        try {
            Object unused = waiting.call(PING);
            return waiting;
        } catch (IOException e) {
            discard(waiting);
            return open();
        }
    }

    private void putBack(RedisConnection connection) {
        synchronized (idle) {
            if (!closed && idle.size() < IDLE) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    private void discard(RedisConnection connection) {
        connection.close();
        synchronized (idle) {
            for (RedisConnection waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
                waiting.close();
            }
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            for (RedisConnection waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
                waiting.close();
            }
        }
    }
}
