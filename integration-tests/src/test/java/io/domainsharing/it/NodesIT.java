// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two Jameses that are one site: one database, one broker. Domain Sharing is switched off on both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NoLeftovers.class)
@NeedsServer({DebianPackage.RABBITMQ, DebianPackage.POSTGRESQL})
class NodesIT {
    private static final String ALICE = "alice@example.com";
    private static final String FORWARDER = "forwarder@example.com";
    private static final int MANY = 40;

    private final RabbitMq broker = RabbitMq.create("nodes-broker", "127.0.10.11");
    private final PostgreSql database = PostgreSql.create("nodes-database", "127.0.10.12");
    private final JamesServer one = node("node-one", "127.0.10.13");
    private final JamesServer two = node("node-two", "127.0.10.14");

    private JamesServer node(String name, String host) {
        JamesServer node = JamesServer.node(name, host, broker, database);
        Sharing.join("example.com", node, List.of());
        node.conf().edit("domainsharing.xml", xml -> xml.set("enabled", "false"));
        return node;
    }

    @BeforeAll
    void start() {
        broker.start();
        database.start();
        one.start();
        two.start();
        one.webAdmin().user(ALICE, PASSWORD);
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        broker.close();
        database.close();
    }

    @Test
    void mailShouldBeReadAtEitherNodeWhenItCameInAtOne() {
        handIn(one, ALICE, List.of("shared"));

        assertThat(one.inbox(ALICE, PASSWORD).await("Subject: shared")).contains("Hello from shared");
        assertThat(two.inbox(ALICE, PASSWORD).await("Subject: shared")).contains("Hello from shared");
    }

    @Test
    void noMailShouldBeLostWhenTheNodeThatTookItIsKilled() {
        List<String> subjects =
                IntStream.range(0, MANY).mapToObj(number -> "killed " + number).toList();
        handIn(one, ALICE, subjects);
        one.kill();

        try {
            ImapMailbox inbox = two.inbox(ALICE, PASSWORD);
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                List<String> messages = inbox.messages();
                assertThat(subjects).allSatisfy(subject -> assertThat(messages)
                        .anyMatch(message -> message.contains("Subject: " + subject + "\r\n")));
            });
        } finally {
            one.start();
        }
    }

    @Test
    void mailThatOneNodeCouldNotDeliverShouldBeSeenAtTheOther() {
        one.webAdmin().user(FORWARDER, PASSWORD).forward(FORWARDER, "ghost@example.com");

        handIn(one, FORWARDER, List.of("nowhere"));

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(two.webAdmin()
                        .get("/mailRepositories/var%2Fmail%2Faddress-error")
                        .path("size")
                        .asInt())
                .isEqualTo(1));
    }

    private static void handIn(JamesServer node, String recipient, List<String> subjects) {
        for (String subject : subjects) {
            try (SmtpSession session = ThreeServers.stranger(node)) {
                assertThat(session.rcpt(recipient).code()).isEqualTo(250);
                assertThat(session.data(ThreeServers.message(subject)).code()).isEqualTo(250);
            }
        }
    }
}
