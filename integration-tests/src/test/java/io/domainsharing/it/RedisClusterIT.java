// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes of James with nothing but a Redis in common. The file of one names the peer oslo, that of the other is older. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.REDIS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("P2")
class RedisClusterIT {
    private static final String BOB = "bob@example.com";
    private static final Duration TOLD = Duration.ofSeconds(20);
    private static final Duration READ_AGAIN = Duration.ofSeconds(60);

    private final Redis redis = Redis.create("cluster-redis", "127.0.10.61");
    private final ScriptedPeer oslo = new ScriptedPeer(
            "oslo", "127.0.10.62", query -> query.status(query.mailbox().startsWith("bob") ? 5 : 3));
    private final ScriptedPeer nara = new ScriptedPeer(
            "nara", "127.0.10.63", query -> query.status(query.mailbox().startsWith("nina") ? 5 : 3));
    private final JamesServer newer = node("redis-newer", "127.0.10.64", List.of(oslo.entry()));
    private final JamesServer older = node("redis-older", "127.0.10.65", List.of());

    private JamesServer node(String name, String host, List<Sharing.PeerEntry> peers) {
        JamesServer node = JamesServer.extended(name, host);
        Sharing.join("example.com", node, peers);
        node.conf().edit("domainsharing.xml", xml -> xml.set("node", "paris")
                .set("cluster/state", "redis")
                .set("cluster/redis", redis.uri()));
        return node;
    }

    @BeforeAll
    void start() {
        redis.start();
        JamesServer.startAll(newer, older);
    }

    @AfterAll
    void stop() {
        newer.close();
        older.close();
        oslo.close();
        nara.close();
        redis.close();
    }

    @Test
    void nodeWithAnOlderFileShouldDeferAndWarnAndReturnNothing() {
        await().atMost(READ_AGAIN).until(() -> rcpt(older, BOB) == 451);
        assertThat(rcpt(newer, BOB)).isEqualTo(250);
        assertThat(rcpt(newer, "nobody@example.com")).isEqualTo(550);
        await().atMost(READ_AGAIN).until(() -> StreamSupport.stream(
                        older.webAdmin().get("/domain-sharing/findings").spliterator(), false)
                .anyMatch(finding -> finding.path("rule").asText().equals("other-files")
                        && finding.path("message").asText().contains("oslo")));
        assertThat(older.webAdmin()
                        .get("/domain-sharing/owners/" + BOB)
                        .path("steps")
                        .toString())
                .contains("other-nodes");
        assertThat(older.log()).contains("events go over Redis").doesNotContain("oslo is no peer or gateway any more");
    }

    @Test
    void peerAndPinOfOneNodeShouldBeTheOthersAtOnce() {
        RuntimePeersFixture.put(older, nara.entry());
        await().atMost(TOLD).until(() -> rcpt(newer, "nina@example.com") == 250);

        assertThat(newer.webAdmin()
                        .send("PUT", "/domain-sharing/pins/pinned@example.com", "{\"peer\":\"nara\"}")
                        .statusCode())
                .isEqualTo(204);
        await().atMost(TOLD).until(() -> rcpt(older, "pinned@example.com") == 250);
        try (SmtpSession session = stranger(older)) {
            assertThat(session.rcpt("pinned@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("pinned-at-the-other")).code()).isEqualTo(250);
        }
        await().until(() -> nara.sink().mails("pinned-at-the-other").size() == 1);

        older.webAdmin().send("DELETE", "/domain-sharing/pins/pinned@example.com", "");
        await().atMost(TOLD).until(() -> rcpt(newer, "pinned@example.com") == 550);
    }

    @Test
    void conflictOfOneNodeShouldBeListedByTheOther() {
        newer.webAdmin().user("twin@example.com", PASSWORD);
        oslo.script(query -> query.status(
                query.mailbox().startsWith("bob") || query.mailbox().startsWith("twin") ? 5 : 3));
        newer.webAdmin().send("POST", "/domain-sharing/conflicts", "");

        await().atMost(READ_AGAIN).until(() -> hasConflict(newer));
        await().atMost(TOLD).until(() -> hasConflict(older));

        newer.webAdmin().send("DELETE", "/users/twin@example.com", "");
        newer.webAdmin().send("POST", "/domain-sharing/conflicts", "");
        await().atMost(READ_AGAIN).until(() -> !hasConflict(newer));
        await().atMost(TOLD).until(() -> !hasConflict(older));
    }

    @Test
    void nodesShouldGoOnWhileRedisIsAwayAndShareAgainAfterwards() {
        assertThat(rcpt(newer, BOB)).isEqualTo(250);
        redis.kill();

        assertThat(rcpt(newer, "bob-too@example.com")).isEqualTo(250);
        assertThat(newer.webAdmin()
                        .send("PUT", "/domain-sharing/pins/away@example.com", "{\"peer\":\"oslo\"}")
                        .statusCode())
                .isEqualTo(500);
        redis.start();

        await().atMost(READ_AGAIN)
                .until(() -> newer.webAdmin()
                                .send("PUT", "/domain-sharing/pins/away@example.com", "{\"peer\":\"here\"}")
                                .statusCode()
                        == 204);
        await().atMost(READ_AGAIN)
                .until(() -> older.webAdmin()
                                .send("GET", "/domain-sharing/pins/away@example.com", "")
                                .statusCode()
                        == 200);
        newer.webAdmin().send("DELETE", "/domain-sharing/pins/away@example.com", "");
    }

    private static boolean hasConflict(JamesServer node) {
        return node.webAdmin().get("/domain-sharing/conflicts").toString().contains("twin@example.com");
    }

    private static int rcpt(JamesServer node, String recipient) {
        try (SmtpSession session = stranger(node)) {
            return session.rcpt(recipient).code();
        }
    }
}
