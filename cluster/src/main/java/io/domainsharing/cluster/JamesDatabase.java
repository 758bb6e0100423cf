// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster;

import com.datastax.oss.driver.api.core.CqlSession;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;

/** The databases that a James may have, and that all nodes of a site then have. */
public enum JamesDatabase {
    CASSANDRA("com.datastax.oss.driver.api.core.CqlSession") {
        @Override
        public SharedState open(Object connections, Clock clock) throws StateUnavailableException {
            return CassandraState.open((CqlSession) connections);
        }
    },
    POSTGRES("io.r2dbc.spi.ConnectionFactory") {
        @Override
        public SharedState open(Object connections, Clock clock) throws StateUnavailableException {
            return PostgresState.open((ConnectionFactory) connections, clock);
        }
    };

    private final String connections;

    JamesDatabase(String connections) {
        this.connections = connections;
    }

    /** The name of the class of which James has one where it has this database. */
    public String connections() {
        return connections;
    }

    /**
     * The entries in that database. What comes back is to be closed, if it can be. Blocks.
     *
     * @param connections James's own, of the class that {@link #connections()} names
     * @throws StateUnavailableException the table can neither be read nor made
     */
    public abstract SharedState open(Object connections, Clock clock) throws StateUnavailableException;
}
