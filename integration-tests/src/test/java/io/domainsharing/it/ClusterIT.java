// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two nodes of James over one database, with the packaged JAR, and a peer of theirs. */
@ExtendWith({NoLeftovers.class, ClusterIT.NeedsADatabase.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("P2")
class ClusterIT {
    private static final String PEERS = "/domain-sharing/peers/";
    private static final String ANN = "ann@example.com";
    private static final String OF_NARA = "127.0.10.33";
    private static final String STAFF = "staff@example.com";
    /** They are read every 30 s where no broker tells. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(45);

    private final JamesServer one = JamesServer.extended("cluster-one", "127.0.10.31");
    private final JamesServer two = JamesServer.extended("cluster-two", "127.0.10.32");
    private final ScriptedPeer nara = new ScriptedPeer(
            "nara", OF_NARA, query -> query.status(query.mailbox().startsWith("bob") ? 5 : 3));

    /** The memory server has nothing that nodes could share. */
    static final class NeedsADatabase implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean has = ServerKind.underTest() != ServerKind.MEMORY && ServerKind.underTest() != ServerKind.JPA;
            return Obstacle.skip(
                    context,
                    has
                            ? Optional.empty()
                            : Optional.of(
                                    "Needs nodes over one database: -Djames.server=postgres or distributed (docs/compatibility.md)"));
        }
    }

    @BeforeAll
    void start() throws IOException {
        for (JamesServer node : List.of(one, two)) {
            Sharing.join("example.com", node, List.of());
            node.conf()
                    .edit("domainsharing.xml", xml -> xml.set("node", "paris").set("lists/share", "true"));
        }
        for (String file : List.of("postgres.properties", "cassandra.properties", "rabbitmq.properties")) {
            share(one.folder().resolve("conf").resolve(file), file);
        }
        one.start();
        one.webAdmin().user(ANN, PASSWORD).group(STAFF, ANN);
        two.start();
    }

    private void share(Path source, String file) throws IOException {
        if (Files.exists(source)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(source)) {
                properties.load(in);
            }
            two.conf()
                    .set(
                            file,
                            properties.stringPropertyNames().stream()
                                    .collect(Collectors.toMap(name -> name, properties::getProperty)));
        }
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        nara.close();
        SharedData.close();
    }

    @AfterEach
    void remove() {
        assertThat(one.webAdmin().send("DELETE", PEERS + "nara", "").statusCode())
                .isEqualTo(204);
        await().atMost(READ_AGAIN).until(() -> rcpt(two, "bob@example.com") == 550);
    }

    @Test
    void peerShouldComeAndGoAtBothNodesWhereverItIsChanged() {
        assertThat(rcpt(two, "bob1@example.com")).isEqualTo(550);

        put(one);
        await().atMost(READ_AGAIN).until(() -> rcpt(two, "bob1@example.com") == 250);
        assertThat(rcpt(two, "nobody@example.com")).isEqualTo(550);
        assertThat(rcpt(one, "bob1@example.com")).isEqualTo(250);

        assertThat(two.webAdmin().send("DELETE", PEERS + "nara", "").statusCode())
                .isEqualTo(204);
        await().atMost(READ_AGAIN).until(() -> rcpt(one, "bob1@example.com") == 550);
    }

    @Test
    void peerShouldBeKnownToANodeThatWasKilledMeanwhile() {
        two.kill();
        put(one);

        two.start();

        assertThat(rcpt(two, "bob2@example.com")).isEqualTo(250);
    }

    @Test
    void listPostShouldReachAMemberOnceHoweverManyCopiesComeToEitherNode() {
        put(one);
        await().atMost(READ_AGAIN).until(() -> rcpt(two, "bob3@example.com") == 250);

        for (int i = 0; i < 8; i++) {
            post(i % 2 == 0 ? one : two, "posted");
        }
        post(two, "last");

        ImapMailbox inbox = one.inbox(ANN, PASSWORD);
        inbox.await("Subject: last");
        await().during(Duration.ofSeconds(3))
                .until(() -> inbox.messages().stream()
                                .filter(message -> message.contains("Subject: posted"))
                                .count()
                        == 1);
    }

    private void put(JamesServer node) {
        Sharing.PeerEntry entry = nara.entry();
        assertThat(node.webAdmin()
                        .send(
                                "PUT",
                                PEERS + "nara",
                                RuntimePeersFixture.json(entry, ",\"secret\":\"" + entry.secret() + '"'))
                        .statusCode())
                .isEqualTo(204);
    }

    private void post(JamesServer node, String subject) {
        try (SmtpSession session = fromAddress(OF_NARA, node)) {
            assertThat(session.rcpt(STAFF).code()).isEqualTo(250);
            assertThat(session.data("X-Domain-Sharing-List: copy=list; list=" + STAFF + "\nFrom: a@example.net\nTo: "
                                    + STAFF + "\nMessage-ID: <" + subject + "@example.net>\nSubject: " + subject
                                    + "\n\nHello")
                            .code())
                    .isEqualTo(250);
        }
    }

    private static int rcpt(JamesServer node, String recipient) {
        try (SmtpSession session = stranger(node)) {
            return session.rcpt(recipient).code();
        }
    }
}
