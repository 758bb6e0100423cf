// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.cluster.redis.RedisEvents;
import io.domainsharing.ownership.configuration.RedisUri;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nodes tell each other over a real Redis. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.REDIS)
class RedisEventsIT {
    @Test
    void eventShouldReachAllOthersOnceAndAgainWhenTheServerCameBack() {
        try (Redis server = Redis.create("events-redis", "127.0.10.54").start();
                Node one = new Node(server);
                Node other = new Node(server);
                Node third = new Node(server)) {
            EventsScenario.play(one.node, other.node, third.node, () -> {
                server.kill();
                server.start();
            });
        }
    }

    @Test
    void silentConnectionShouldStayOpenForLongerThanThePatience() {
        try (Redis server = Redis.create("silent-redis", "127.0.10.55").start();
                Node one = new Node(server);
                Node other = new Node(server)) {
            await().untilAsserted(() -> {
                one.node.events.tell(EventsScenario.EVENT);
                assertThat(other.node.heard).contains(EventsScenario.EVENT);
            });
            await().during(Duration.ofSeconds(7))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> server.control("CLIENT", "LIST", "TYPE", "pubsub")
                                    .lines()
                                    .filter(line -> line.contains("sub=1"))
                                    .count()
                            == 2);

            other.node.events.tell(SiteEvent.of(Kind.PINS));

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(one.node.heard).containsExactly(SiteEvent.of(Kind.PINS)));
        }
    }

    private static final class Node implements AutoCloseable {
        final EventsScenario.Node node;
        private final RedisEvents events;

        Node(Redis server) {
            events = new RedisEvents(
                    List.of(RedisUri.parse(server.uri())),
                    UUID.randomUUID().toString(),
                    Executors.newSingleThreadScheduledExecutor(),
                    Executors.newSingleThreadScheduledExecutor(),
                    Runnable::run);
            node = new EventsScenario.Node(events);
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
