// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.datastax.oss.driver.api.core.CqlSession;
import io.domainsharing.cluster.CassandraState;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.SharedState;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes share in a real Cassandra, over the driver that James 3.8 has. */
@ExtendWith(NoLeftovers.class)
class CassandraStateIT implements ServerStateContract {
    private static final Lifecycle OPENED = new Lifecycle();

    private static CassandraServer server;
    private static SharedState one;
    private static SharedState other;

    @BeforeAll
    static void start() throws Exception {
        server = CassandraServer.create("state-cassandra", "127.0.10.42");
        OPENED.register(server);
        server.start();
        server.query("CREATE KEYSPACE site WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        one = CassandraState.open(session());
        other = CassandraState.open(session());
    }

    @AfterAll
    static void stop() {
        OPENED.close();
    }

    @Override
    public SharedState one() {
        return one;
    }

    @Override
    public SharedState other() {
        return other;
    }

    private static CqlSession session() {
        CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(server.host(), server.port()))
                .withLocalDatacenter(CassandraServer.DATA_CENTRE)
                .withKeyspace("site")
                .build();
        OPENED.register(session);
        return session;
    }
}
