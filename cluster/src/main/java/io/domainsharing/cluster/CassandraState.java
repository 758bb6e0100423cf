// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries in a table of James's Cassandra, made where it is missing. Every change is a lightweight transaction and every look a
 * serial read, with the consistency that James has for its own ({@code LWT} in {@code cassandra-driver.conf}). Thread-safe; blocks for
 * some times {@link #PATIENCE} at most.
 */
public final class CassandraState implements SharedState {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often it is tried where Cassandra does not say what became of a change. */
    private static final int TRIES = 5;

    private static final String NAME = "domain_sharing_state";
    // Kinds that are listed share a partition; each of the others has its own, for Cassandra decides in turn within
    // one.
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS " + NAME
            + " (partition text, name text, value text, PRIMARY KEY (partition, name))"
            + " WITH comment = 'What the nodes of a site that shares its domains have in common'";
    // Updates only: what an INSERT writes beside the value would outlive it. A row without a value is none.
    private static final String PUT =
            "UPDATE " + NAME + " USING TTL ? SET value = ? WHERE partition = ? AND name = ? IF value = null";
    private static final String SET =
            "UPDATE " + NAME + " USING TTL ? SET value = ? WHERE partition = ? AND name = ? IF value = ?";
    private static final String REMOVE = "DELETE FROM " + NAME + " WHERE partition = ? AND name = ? IF value = ?";
    private static final String GET = "SELECT value FROM " + NAME + " WHERE partition = ? AND name = ?";
    private static final String LIST = "SELECT name, value FROM " + NAME + " WHERE partition = ?";

    private final CqlSession session;
    private final ConsistencyLevel serial;
    private final ConsistencyLevel quorum;
    private final PreparedStatement put;
    private final PreparedStatement set;
    private final PreparedStatement remove;
    private final PreparedStatement get;
    private final PreparedStatement list;

    private CassandraState(CqlSession session) {
        this.session = session;
        this.serial = serialOf(session);
        this.quorum =
                serial.equals(ConsistencyLevel.LOCAL_SERIAL) ? ConsistencyLevel.LOCAL_QUORUM : ConsistencyLevel.QUORUM;
        this.put = session.prepare(PUT);
        this.set = session.prepare(SET);
        this.remove = session.prepare(REMOVE);
        this.get = session.prepare(GET);
        this.list = session.prepare(LIST);
    }

    /**
     * Opens the table, or makes it, in the session's keyspace.
     *
     * @param session stays the caller's to close
     */
    public static CassandraState open(CqlSession session) throws StateUnavailableException {
        try {
            // Two nodes that make a table at the same moment may leave Cassandra with two of them.
            if (!hasTable(session)) {
                ResultSet unused =
                        session.execute(SimpleStatement.newInstance(TABLE).setTimeout(PATIENCE.multipliedBy(4)));
            }
            return new CassandraState(session);
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
        try {
            return read(key);
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateValue value) throws StateUnavailableException {
        return change(key, null, value.text(), () -> write(put, ttl(value), value.text(), partition(key), key.name()));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expected, StateValue next) throws StateUnavailableException {
        return change(
                key,
                expected,
                next.text(),
                () -> write(set, ttl(next), next.text(), partition(key), key.name(), expected));
    }

    @Override
    public boolean remove(StateKey key, String expected) throws StateUnavailableException {
        return change(key, expected, null, () -> write(remove, partition(key), key.name(), expected));
    }

    @Override
    public Map<String, String> list(StateKind kind) throws StateUnavailableException {
        if (!kind.isListed()) {
            throw new IllegalArgumentException("there are too many of the kind " + kind);
        }
        Map<String, String> listed = new TreeMap<>();
        try {
            for (Row row : readFrom(list, kind.word())) {
                String value = row.getString("value");
                String name = row.getString("name");
                if (name != null && value != null) {
                    listed.put(name, value);
                }
            }
            return listed;
        } catch (DriverException e) {
            throw unavailable(e);
        }
    }

    @FunctionalInterface
    private interface Transaction {
        ResultSet run();
    }

    /**
     * Changes an entry. Where Cassandra does not say what became of it, a serial read does: it ends what was begun.
     *
     * @param expected null: nothing
     * @param next null: nothing
     */
    private boolean change(StateKey key, @Nullable String expected, @Nullable String next, Transaction transaction)
            throws StateUnavailableException {
        DriverException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                if (last != null) {
                    Optional<String> now = read(key);
                    if (now.equals(Optional.ofNullable(next))) {
                        return true;
                    }
                    if (!now.equals(Optional.ofNullable(expected))) {
                        return false;
                    }
                }
                return transaction.run().wasApplied();
            } catch (DriverException e) {
                last = e;
            }
        }
        throw unavailable(last == null ? new IllegalStateException("not tried") : last);
    }

    private Optional<String> read(StateKey key) {
        return Optional.ofNullable(readFrom(get, partition(key), key.name()).one())
                .flatMap(row -> Optional.ofNullable(row.getString("value")));
    }

    private ResultSet readFrom(PreparedStatement statement, Object... values) {
        return session.execute(
                statement.bind(values).setConsistencyLevel(serial).setTimeout(PATIENCE));
    }

    private ResultSet write(PreparedStatement statement, Object... values) {
        return session.execute(statement
                .bind(values)
                .setConsistencyLevel(quorum)
                .setSerialConsistencyLevel(serial)
                .setTimeout(PATIENCE));
    }

    private static String partition(StateKey key) {
        return key.kind().isListed() ? key.kind().word() : key.kind().word() + ' ' + key.name();
    }

    /** In seconds; 0 is for ever. */
    private static Integer ttl(StateValue value) {
        return (int) value.seconds().orElse(0);
    }

    private static boolean hasTable(CqlSession session) {
        return session.getKeyspace()
                .flatMap(keyspace -> session.getMetadata().getKeyspace(keyspace))
                .flatMap(keyspace -> keyspace.getTable(CqlIdentifier.fromCql(NAME)))
                .isPresent();
    }

    private static ConsistencyLevel serialOf(CqlSession session) {
        DriverExecutionProfile jamess =
                session.getContext().getConfig().getProfiles().get("LWT");
        boolean isLocal = jamess != null
                && jamess.getString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "")
                        .equals(ConsistencyLevel.LOCAL_SERIAL.name());
        return isLocal ? ConsistencyLevel.LOCAL_SERIAL : ConsistencyLevel.SERIAL;
    }

    private static StateUnavailableException unavailable(RuntimeException e) {
        return new StateUnavailableException("Cassandra, table " + NAME + ": " + e.getMessage(), e);
    }
}
