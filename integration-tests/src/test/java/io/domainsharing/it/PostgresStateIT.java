// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.cluster.PostgresState;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes share in a real PostgreSQL, over the driver that James 3.9 has. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.POSTGRESQL)
class PostgresStateIT implements ServerStateContract {
    private static final Lifecycle OPENED = new Lifecycle();

    private static PostgreSql server;
    private static PostgresState one;
    private static PostgresState other;

    @BeforeAll
    static void start() throws Exception {
        server = PostgreSql.create("state-postgresql", "127.0.10.41");
        OPENED.register(server);
        server.start();
        one = open();
        OPENED.register(one);
        other = open();
        OPENED.register(other);
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

    @Test
    void expiredEntriesShouldLeaveTheTable() throws Exception {
        StateKey expired = new StateKey(StateKind.LIST_COPY, "expired");
        one.putIfAbsent(expired, StateValue.expiring("a", Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(2));
        assertThat(count("expired")).isEqualTo("1");

        // A node that has just come looks for them with its first entry.
        try (PostgresState third = open()) {
            third.putIfAbsent(new StateKey(StateKind.LIST_COPY, "next"), StateValue.lasting("b"));
        }

        assertThat(count("expired")).isEqualTo("0");
    }

    @Test
    void stateShouldBeUnavailableWhileTheServerIsAwayAndThereAgainAfterwards() throws Exception {
        StateKey key = new StateKey(StateKind.LEASE, "outage");
        one.putIfAbsent(key, StateValue.lasting("a"));
        server.stop();

        assertThatThrownBy(() -> one.get(key)).isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> one.putIfAbsent(key, StateValue.lasting("b")))
                .isInstanceOf(StateUnavailableException.class);
        server.start();

        await().ignoreExceptions().untilAsserted(() -> assertThat(one.get(key)).contains("a"));
    }

    private static String count(String name) {
        return server.query(
                PostgreSql.DATABASE, "SELECT count(*) FROM domain_sharing_state WHERE name = '" + name + "'");
    }

    private static PostgresState open() throws StateUnavailableException {
        return PostgresState.open(
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(server.host())
                        .port(server.port())
                        .username(PostgreSql.USER)
                        .password(PostgreSql.PASSWORD)
                        .database(PostgreSql.DATABASE)
                        .build()),
                Clock.systemUTC());
    }
}
