// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two nodes that are one site, over one database and one broker, while a peer cannot be reached. Takes two to three minutes, hence runs
 * only with {@code -Dnodes=true}.
 */
@EnabledIfSystemProperty(named = "nodes", matches = "true", disabledReason = "takes minutes; -Dnodes=true runs it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NoLeftovers.class)
@NeedsServer({DebianPackage.RABBITMQ, DebianPackage.POSTGRESQL})
@Tag("L2")
@Tag("P1")
@Tag("P2")
class SiteOutageIT {
    private static final int MANY = 50;
    /** Each mail comes round once in half a minute, twice with what James and RabbitMQ do besides. */
    private static final int FEW_PUBLISHES = 4 * MANY;

    private final RabbitMq broker = RabbitMq.create("site-broker", "127.0.13.1");
    private final PostgreSql database = PostgreSql.create("site-database", "127.0.13.2");
    private final ScriptedPeer tokyo = new ScriptedPeer("tokyo", "127.0.13.3", DurableServer.having("late"));
    private final TcpGate gate = new TcpGate(tokyo.sink().socketAddress());
    private final JamesServer one = node("site-one", "127.0.13.4");
    private final JamesServer two = node("site-two", "127.0.13.5");

    private JamesServer node(String name, String host) {
        JamesServer node = JamesServer.node(name, host, broker, database);
        Sharing.join("example.com", node, List.of(DurableServer.entryBehind(gate, tokyo)));
        node.conf().edit("domainsharing.xml", xml -> xml.set("delivery/delayTime", "10*30 seconds"));
        return node;
    }

    @BeforeAll
    void start() {
        broker.start();
        database.start();
        one.start();
        two.start();
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        gate.close();
        tokyo.close();
        database.close();
        broker.close();
    }

    @Test
    void mailShouldLeaveFromTheOtherNodeWhenTheOneThatTookItIsKilled() {
        List<String> sent = handIn(one, "killed");
        awaitWaiting(MANY);
        assertThatThereAreFewPublishes();

        one.kill();
        try {
            gate.open();
            awaitArrived("killed", sent);
        } finally {
            gate.shut();
            one.start();
        }
        assertThat(waitingAt(two)).isZero();
    }

    @Test
    void mailShouldArriveOnceWhenTheBrokerIsKilledMeanwhile() {
        List<String> sent = handIn(two, "broker");
        awaitWaiting(MANY);

        broker.kill();
        broker.start();

        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            assertThat(waitingAt(one)).isEqualTo(MANY);
            assertThat(waitingAt(two)).isEqualTo(MANY);
        });
        gate.open();
        try {
            awaitArrived("broker", sent);
        } finally {
            gate.shut();
        }
        assertThat(waitingAt(one)).isZero();
        assertThat(waitingAt(two)).isZero();
    }

    private void awaitArrived(String beginning, List<String> sent) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        DurableServer.takenBy(tokyo, beginning))
                .containsExactlyInAnyOrderElementsOf(sent));
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> DurableServer.takenBy(tokyo, beginning).size() == sent.size());
    }

    private void awaitWaiting(int count) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(waitingAt(one)).isEqualTo(count);
            assertThat(waitingAt(two)).isEqualTo(count);
        });
    }

    /** A mail that goes round without a pause would give hundreds by itself. */
    private void assertThatThereAreFewPublishes() {
        long before = broker.published();
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(broker.published() - before).isLessThan(FEW_PUBLISHES));
    }

    private static int waitingAt(JamesServer node) {
        for (JsonNode peer : node.webAdmin().get("/domain-sharing/peers")) {
            if (peer.path("name").asText().equals("tokyo")) {
                return peer.path("waiting").asInt(-1);
            }
        }
        throw new AssertionError("There is no tokyo");
    }

    private static List<String> handIn(JamesServer node, String subject) {
        List<String> subjects = IntStream.range(0, MANY)
                .mapToObj(number -> subject + ' ' + number)
                .toList();
        for (String each : subjects) {
            try (SmtpSession session = ThreeServers.stranger(node)) {
                assertThat(session.rcpt("late@example.com").code()).isEqualTo(250);
                assertThat(session.data(ThreeServers.message(each)).code()).isEqualTo(250);
            }
        }
        return subjects;
    }
}
