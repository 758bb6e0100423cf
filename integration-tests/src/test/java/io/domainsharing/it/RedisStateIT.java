// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.cluster.redis.RedisState;
import io.domainsharing.ownership.configuration.RedisUri;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes share in a real Redis. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.REDIS)
class RedisStateIT implements ServerStateContract {
    private static final Lifecycle OPENED = new Lifecycle();

    private static Redis server;
    private static RedisState one;
    private static RedisState other;

    @BeforeAll
    static void start() throws Exception {
        server = Redis.create("state-redis", "127.0.10.51");
        OPENED.register(server);
        server.start();
        one = open(server);
        other = open(server);
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
    void nameOfAnExpiredEntryShouldLeaveTheIndexWithTheNextList() throws Exception {
        one.putIfAbsent(new StateKey(StateKind.NODE, "expired"), StateValue.expiring("a", Duration.ofSeconds(1)));
        assertThat(index()).contains("expired");
        pass(Duration.ofSeconds(2));

        assertThat(other.list(StateKind.NODE)).doesNotContainKey("expired");

        assertThat(index()).doesNotContain("expired");
    }

    @Test
    void stateShouldBeUnavailableWhileTheServerIsAwayAndThereAgainAfterwards() throws Exception {
        StateKey key = new StateKey(StateKind.LEASE, "outage");
        one.putIfAbsent(key, StateValue.lasting("a"));
        server.stop();

        assertThatThrownBy(() -> one.get(key)).isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> one.putIfAbsent(key, StateValue.lasting("b")))
                .isInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> open(server)).isInstanceOf(StateUnavailableException.class);
        server.start();

        assertThat(one.get(key)).contains("a");
        server.kill();
        server.start();
        assertThat(one.compareAndSet(key, "a", StateValue.lasting("b")))
                .as("connections of before the restart are not used")
                .isTrue();
    }

    @Test
    void wrongPasswordShouldBeToldAndNotShown() {
        RedisUri wrong = RedisUri.parse("redis://:not-this-one@" + server.host() + ':' + server.port());

        assertThatThrownBy(() -> RedisState.open(List.of(wrong)))
                .isInstanceOf(StateUnavailableException.class)
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("not-this-one");
    }

    @Test
    void entriesShouldBeWrittenToTheServerThatIsMadeTheMaster() throws Exception {
        StateKey key = new StateKey(StateKind.LEASE, "failover");
        try (Redis first = Redis.create("first-redis", "127.0.10.52").start();
                Redis second = Redis.create("second-redis", "127.0.10.53").start()) {
            String unused = second.control("REPLICAOF", first.host(), Integer.toString(first.port()));
            await().until(() -> second.control("INFO", "replication").contains("master_link_status:up"));
            try (RedisState state = open(second, first)) {
                state.putIfAbsent(key, StateValue.lasting("a"));
                await().until(() -> second.control("GET", "domain-sharing:{site}:lease:failover"), "a\n"::equals);

                first.kill();
                String promoted = second.control("REPLICAOF", "NO", "ONE");

                assertThat(promoted).contains("OK");
                await().ignoreExceptions()
                        .untilAsserted(() -> assertThat(state.compareAndSet(key, "a", StateValue.lasting("b")))
                                .isTrue());
                assertThat(state.get(key)).contains("b");
            }
        }
    }

    private static String index() {
        return server.control("SMEMBERS", "domain-sharing:{site}:index:node");
    }

    private static RedisState open(Redis... servers) throws StateUnavailableException {
        List<RedisUri> uris =
                Arrays.stream(servers).map(each -> RedisUri.parse(each.uri())).toList();
        RedisState state = RedisState.open(uris);
        OPENED.register(state);
        return state;
    }
}
