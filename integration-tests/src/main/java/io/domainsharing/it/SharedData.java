// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data servers of all Jameses that the tests start, each started when the first James needs it. Every James has a database, a
 * virtual host or a keyspace of its own there. Any thread.
 */
final class SharedData {
    private static final Object LOCK = new Object();
    private static final Deque<DataServer> STARTED = new ArrayDeque<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Shared<PostgreSql> POSTGRESQL = new Shared<>(
            () -> PostgreSql.create("data-postgresql", "127.0.10.101").start());
    private static final Shared<RabbitMq> RABBITMQ =
            new Shared<>(() -> RabbitMq.create("data-rabbitmq", "127.0.10.102").start());
    private static final KeyspaceShare KEYSPACES = new KeyspaceShare("data-cassandra", "127.0.10.103");

    private SharedData() {}

    /**
     * Gives a James what its kind needs, with nothing in it yet.
     *
     * @return to be called when that James needs it no more
     */
    static Runnable connect(ServerKind kind, Path folder, ServerConf conf) {
        DataConf data = new DataConf(conf);
        String own = "james" + NUMBER.incrementAndGet();
        switch (kind) {
            case MEMORY -> {}
            case JPA -> data.derby(folder.resolve("var/store/derby"));
            case POSTGRES -> postgres(data, own);
            case POSTGRES_AND_RABBITMQ -> {
                postgres(data, own);
                broker(data, own);
            }
            case DISTRIBUTED -> {
                broker(data, own);
                KeyspaceShare.Place place = KEYSPACES.enter();
                data.cassandra(place.server(), own);
                return place::leave;
            }
        }
        return () -> {};
    }

    private static void postgres(DataConf data, String database) {
        data.postgres(POSTGRESQL.server().database(database), database);
    }

    private static void broker(DataConf data, String host) {
        data.broker(RABBITMQ.server().virtualHost(host), host);
    }

    /** Ends them all; one that is needed later starts anew, with nothing in it. */
    static void close() {
        synchronized (LOCK) {
            while (!STARTED.isEmpty()) {
                STARTED.pop().close();
            }
            KEYSPACES.close();
            POSTGRESQL.forget();
            RABBITMQ.forget();
        }
    }

    private static final class Shared<T extends DataServer> {
        private final Supplier<T> start;
        private @Nullable T server;

        Shared(Supplier<T> start) {
            this.start = start;
        }

        T server() {
            synchronized (LOCK) {
                T started = server;
                if (started == null) {
                    started = start.get();
                    server = started;
                    STARTED.push(started);
                }
                return started;
            }
        }

        void forget() {
            server = null;
        }
    }
}
