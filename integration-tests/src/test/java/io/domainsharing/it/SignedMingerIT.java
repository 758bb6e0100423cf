// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * reims and metz sign their answers to each other. Between them stands one who can answer in metz's place. A third peer of reims, oslo, is
 * a server that finds queries with tags invalid.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("T3")
class SignedMingerIT {
    private static final String AT_METZ = "bob@example.com";
    private static final String AT_REIMS = "rose@example.com";

    private final JamesServer reims = JamesServer.extended("reims", "127.0.1.244");
    private final JamesServer metz = JamesServer.extended("metz", "127.0.1.245");
    private final UdpGate gate = UdpGate.between(reims, metz);
    private final ScriptedPeer oslo = new ScriptedPeer("oslo", "127.0.1.246", query -> {
        if (query.isProven()) {
            query.status(0);
        } else {
            query.status(3);
        }
    });

    @BeforeAll
    void start() {
        Sharing.join("example.com", reims, List.of(gate.entry(), oslo.entry()));
        Sharing.join("example.com", metz, List.of(Sharing.PeerEntry.of(reims)));
        JamesServer.startAll(reims, metz);
        metz.webAdmin().user(AT_METZ, ThreeServers.PASSWORD);
        reims.webAdmin().user(AT_REIMS, ThreeServers.PASSWORD);
    }

    @AfterAll
    void stop() {
        gate.close();
        oslo.close();
        reims.close();
        metz.close();
    }

    @BeforeEach
    void metzIsKnownToSign() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            int unused = rcpt(reims, "nobody-yet@example.com");
            JsonNode peer = peer(reims, "metz");
            return peer.path("state").asText().equals("up")
                    && peer.path("proofState").asText().equals("signs");
        });
    }

    @AfterEach
    void letThrough() {
        gate.forge(null);
        gate.drop(false);
    }

    @Test
    void serversShouldSignTheirAnswersToEachOther() {
        assertThat(rcpt(reims, AT_METZ)).isEqualTo(250);
        assertThat(rcpt(metz, AT_REIMS)).isEqualTo(250);
        assertThat(rcpt(reims, "nobody@example.com")).isEqualTo(550);

        assertThat(peer(metz, "reims").path("proofState").asText()).isEqualTo("signs");
        assertThat(peer(metz, "reims").path("proof").asText()).isEqualTo("auto");
        assertThat(peer(reims, "metz").path("signsSince").asText()).startsWith("20");
    }

    @Test
    void serverThatRefusesTagsShouldBeAskedWithoutThemAtOnceAndFromThenOn() {
        assertThat(rcpt(reims, "nobody-at-oslo@example.com")).isEqualTo(550);
        assertThat(peer(reims, "oslo").path("proofState").asText()).isEqualTo("plain");

        assertThat(rcpt(reims, "nobody-at-oslo-again@example.com")).isEqualTo(550);
        assertThat(oslo.queries())
                .filteredOn(query -> query.startsWith("nobody-at-oslo-again@"))
                .singleElement()
                .asString()
                .endsWith("==");
        assertThat(oslo.queries()).anyMatch(query -> query.contains(" pv=1 "));
    }

    @Test
    void forgedNoShouldChangeNothingBesideTheAnswerOfThePeer() {
        metz.webAdmin().user("carol@example.com", ThreeServers.PASSWORD);
        gate.forge(3);

        assertThat(rcpt(reims, "carol@example.com")).isEqualTo(250);
    }

    @Test
    void forgedAnswersShouldDecideNothingWhileThePeerIsSilent() {
        gate.forge(3);
        gate.drop(true);
        assertThat(rcpt(reims, "dave@example.com")).as("a forged no").isEqualTo(451);
        gate.forge(5);
        assertThat(rcpt(reims, "erin@example.com")).as("a forged yes").isEqualTo(451);

        assertThat(Scrape.of(reims).samples())
                .filteredOn(sample ->
                        sample.toString().equals("domain_sharing_minger_unproven_replies_total{peer=\"metz\"}"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isPositive());
        Awaitility.await("the finding").atMost(Duration.ofSeconds(30)).until(() -> reims.webAdmin()
                .get("/domain-sharing/findings")
                .toString()
                .contains("peer-unproven"));
    }

    @Test
    void forgedAnswersShouldDecideNothingAfterARestartOfTheServerThatAsks() {
        reims.stop();
        gate.forge(3);
        gate.drop(true);
        reims.start();

        assertThat(peer(reims, "metz").path("proofState").asText()).isEqualTo("signs");
        assertThat(rcpt(reims, "frank@example.com")).isEqualTo(451);

        letThrough();
        reims.webAdmin().user(AT_REIMS, ThreeServers.PASSWORD);
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = ThreeServers.stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }

    private static JsonNode peer(JamesServer server, String name) {
        return server.webAdmin().get("/domain-sharing/peers/" + name);
    }
}
