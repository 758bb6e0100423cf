// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster;

import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * The entries in a table of James's PostgreSQL, made where it is missing. Each operation is one statement, so that the row's lock
 * decides between nodes; time is the database's. Thread-safe; blocks for {@link #PATIENCE} at most.
 */
public final class PostgresState implements SharedState, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int CONNECTIONS = 4;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
    private static final String IS_THERE = " AND (expires IS NULL OR expires > now())";
    private static final String IS_IT = " WHERE kind = $1 AND name = $2";
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS domain_sharing_state"
            + " (kind text NOT NULL, name text NOT NULL, value text NOT NULL, expires timestamptz, PRIMARY KEY (kind, name))";
    private static final String GET = "SELECT name, value FROM domain_sharing_state" + IS_IT + IS_THERE;
    private static final String LIST = "SELECT name, value FROM domain_sharing_state WHERE kind = $1" + IS_THERE;
    // Without a lifetime the whole sum is null.
    private static final String PUT = "INSERT INTO domain_sharing_state AS old (kind, name, value, expires)"
            + " VALUES ($1, $2, $3, now() + make_interval(secs => $4))"
            + " ON CONFLICT (kind, name) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires"
            + " WHERE old.expires <= now()";
    private static final String SET =
            "UPDATE domain_sharing_state SET value = $3, expires = now() + make_interval(secs => $4)" + IS_IT
                    + " AND value = $5" + IS_THERE;
    private static final String REMOVE = "DELETE FROM domain_sharing_state" + IS_IT + " AND value = $3" + IS_THERE;
    private static final String SWEEP = "DELETE FROM domain_sharing_state WHERE expires <= now()";

    private final ConnectionPool connections;
    private final Clock clock;
    private final AtomicLong nextSweep = new AtomicLong();

    private PostgresState(ConnectionPool connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * Opens the table, or makes it.
     *
     * @param connections opens connections; some are kept for a minute
     * @param clock tells when expired entries are looked for, and nothing else
     */
    public static PostgresState open(ConnectionFactory connections, Clock clock) throws StateUnavailableException {
        PostgresState state = new PostgresState(
                new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                        .initialSize(0)
                        .maxSize(CONNECTIONS)
                        .maxIdleTime(IDLE)
                        .maxAcquireTime(PATIENCE)
                        .build()),
                clock);
        try {
            state.makeTable();
            return state;
        } catch (StateUnavailableException e) {
            state.close();
            throw e;
        }
    }

    private void makeTable() throws StateUnavailableException {
        try {
            long unused = count(TABLE, statement -> statement);
        } catch (StateUnavailableException e) {
            // Two nodes that make a table at the same moment may collide in PostgreSQL's own catalogue.
            long unused = count(TABLE, statement -> statement);
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        connections.dispose();
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
        return rows(GET, statement -> bound(statement, key)).stream()
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateValue value) throws StateUnavailableException {
        sweep();
        return count(PUT, statement -> written(bound(statement, key), value)) > 0;
    }

    @Override
    public boolean compareAndSet(StateKey key, String expected, StateValue next) throws StateUnavailableException {
        return count(SET, statement -> written(bound(statement, key), next).bind(4, expected)) > 0;
    }

    @Override
    public boolean remove(StateKey key, String expected) throws StateUnavailableException {
        return count(REMOVE, statement -> bound(statement, key).bind(2, expected)) > 0;
    }

    @Override
    public Map<String, String> list(StateKind kind) throws StateUnavailableException {
        if (!kind.isListed()) {
            throw new IllegalArgumentException("there are too many of the kind " + kind);
        }
        Map<String, String> listed = new TreeMap<>();
        rows(LIST, statement -> statement.bind(0, kind.word()))
                .forEach(row -> listed.put(row.getKey(), row.getValue()));
        return listed;
    }

    private void sweep() throws StateUnavailableException {
        long now = clock.millis();
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SWEEP_EVERY.toMillis())) {
            long unused = count(SWEEP, statement -> statement);
        }
    }

    private static Statement bound(Statement statement, StateKey key) {
        return statement.bind(0, key.kind().word()).bind(1, key.name());
    }

    private static Statement written(Statement statement, StateValue value) {
        OptionalLong seconds = value.seconds();
        statement.bind(2, value.text());
        return seconds.isPresent()
                ? statement.bind(3, (double) seconds.getAsLong())
                : statement.bindNull(3, Double.class);
    }

    private List<Map.Entry<String, String>> rows(String sql, Function<Statement, Statement> bind)
            throws StateUnavailableException {
        return all(connection -> Flux.from(
                        bind.apply(connection.createStatement(sql)).execute())
                .flatMap(result -> result.map((row, metadata) -> entry(row))));
    }

    private static Map.Entry<String, String> entry(Row row) {
        return new SimpleImmutableEntry<>(
                Objects.requireNonNull(row.get(0, String.class)), Objects.requireNonNull(row.get(1, String.class)));
    }

    private long count(String sql, Function<Statement, Statement> bind) throws StateUnavailableException {
        return all(connection -> Flux.from(
                                bind.apply(connection.createStatement(sql)).execute())
                        .flatMap(result -> Flux.from(result.getRowsUpdated())))
                .stream()
                .mapToLong(Number::longValue)
                .sum();
    }

    private <T> List<T> all(Function<Connection, Flux<T>> work) throws StateUnavailableException {
        try {
            return Objects.requireNonNull(Flux.usingWhen(connections.create(), work, Connection::close)
                    .collectList()
                    .block(PATIENCE));
        } catch (RuntimeException e) {
            throw new StateUnavailableException("PostgreSQL, table domain_sharing_state: " + e.getMessage(), e);
        }
    }
}
