// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A James that asks its peers and a gateway's host by SMTP: a stock James among them, and one that says yes to everything. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("V1")
class SmtpLookupIT {
    private SmtpLookupServers servers;

    @BeforeAll
    void start() {
        servers = new SmtpLookupServers();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void mailShouldReachTheStockJamesThatIsAskedByRcpt() {
        servers.send("by-rcpt", SmtpLookupServers.BOB);

        servers.stock.inbox(SmtpLookupServers.BOB, PASSWORD).await("Subject: by-rcpt");
    }

    @Test
    void mailShouldReachThePeerThatIsAskedByVrfy() {
        servers.send("by-vrfy", "yes@example.com");

        awaitTaken(servers.verifier, "by-vrfy");
        assertThat(servers.heard).contains("VRFY yes@example.com").noneMatch(line -> line.startsWith("VRFY <"));
    }

    @ParameterizedTest
    @CsvSource({
        "yes, 250",
        "moved, 250",
        "no, 550 5.1.1",
        "elsewhere, 550 5.1.1",
        "ambiguous, 550 5.1.1",
        "silent, 451 4.4.3",
        "later, 451 4.4.3",
        "unsure, 451 4.4.3",
        "policy, 451 4.4.3",
        "closing, 451 4.4.3",
        "rubbish, 451 4.4.3",
        "escape, 550 5.1.1",
        "endless, 451 4.4.3",
        "huge, 451 4.4.3",
        "full, 451 4.2.1"
    })
    void recipientShouldBeAnsweredAsThePeerSaysToVrfy(String user, String reply) {
        SmtpReply answer = servers.rcpt(user + "@example.com");

        assertThat(answer.toString()).contains(reply).doesNotContain("peer's own words");
        servers.awaitAnswersOfTheVerifier();
    }

    @ParameterizedTest
    @CsvSource({
        "yes, 250",
        "no, 550 5.1.1",
        "edge, 550 5.1.1",
        "sendmail, 550 5.1.1",
        "elsewhere, 550 5.1.1",
        "french, 550 5.1.1",
        "own-words, 550 5.1.1",
        "denied, 451 4.4.3",
        "listed, 451 4.4.3",
        "policy, 451 4.4.3",
        "later, 451 4.4.3",
        "overfull, 451 4.2.1",
        "full, 451 4.2.1"
    })
    @Tag("G1")
    void recipientOfAGatewayShouldBeAnsweredAsItsHostSaysToRcpt(String user, String reply) {
        assertThat(servers.rcpt(user + "@customer.example").toString()).contains(reply);
    }

    @ParameterizedTest
    @CsvSource({"yes, 250", "no, 550 5.1.1", "unsure, 451 4.4.3", "full, 451 4.2.1"})
    @Tag("G1")
    void recipientOfAGatewayShouldBeAnsweredAsItsHostSaysToVrfy(String user, String reply) {
        assertThat(servers.rcpt(user + "@vrfy.example").toString()).contains(reply);
        assertThat(servers.heard).contains("VRFY " + user + "@vrfy.example");
    }

    @ParameterizedTest
    @CsvSource({
        "yes, 250",
        "no, 550 5.1.1",
        "edge, 550 5.1.1",
        "sendmail, 550 5.1.1",
        "elsewhere, 550 5.1.1",
        "french, 550 5.1.1",
        "own-words, 550 5.1.1",
        "denied, 451 4.4.3",
        "listed, 451 4.4.3",
        "overfull, 451 4.2.1"
    })
    void recipientShouldBeAnsweredAsThePeerSaysToRcpt(String user, String reply) {
        assertThat(servers.rcpt(user + "@rcpt.example").toString()).contains(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "no, 204",
        "edge, 204",
        "sendmail, 204",
        "elsewhere, 204",
        "french, 204",
        "own-words, 204",
        "yes, 409",
        "denied, 409",
        "listed, 409",
        "overfull, 409"
    })
    @Tag("D4")
    void accountShouldBeCreatedWhenThePeerSaysToRcptThatThereIsNone(String user, int status) {
        // Not the addresses of the test above, which would be this server's own from now on.
        String account = user + "-account@rcpt.example";

        assertThat(servers.asker
                        .webAdmin()
                        .send("PUT", "/users/" + account, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    @Tag("D6")
    void wordsOfAPeerShouldBeSetAndShownAndCountAtRunTime() {
        String peer = "/domain-sharing/peers/words";
        String body = "{\"smtp\":[\"" + servers.host.address()
                + "\"],\"lookup\":\"rcpt\",\"domain\":[\"words.example\"],\"tls\":\"opportunistic\"";
        assertThat(servers.put(peer, body + "}").statusCode()).isEqualTo(204);
        assertThat(servers.rcpt("denied@words.example").toString()).contains("451 4.4.3");

        assertThat(servers.put(peer, body + ",\"unknownUser\":[\"550 5.7.1\",\"550  5.4.1 NO \"]}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(servers.asker.webAdmin().get(peer).toString())
                .contains("\"unknownUser\":[\"550 5.7.1\",\"550 5.4.1 NO\"]")
                .contains("\"tls\":\"opportunistic\"");
        assertThat(servers.rcpt("denied-too@words.example").toString()).contains("550 5.1.1");
        assertThat(servers.put(peer, body + ",\"unknownUser\":[\"no\"]}").body())
                .contains("unknownUser: 'no' does not begin with a 5yz code");
        assertThat(servers.asker.webAdmin().send("DELETE", peer, "").statusCode())
                .isEqualTo(204);
    }

    @Test
    @Tag("G1")
    void mailOfAGatewayShouldReachTheHostThatIsAskedByRcpt() {
        servers.send("by-gateway", "yes@customer.example");

        awaitTaken(servers.host, "by-gateway");
        assertThat(servers.asker.webAdmin().get("/domain-sharing/gateways").toString())
                .contains("\"verify\":\"rcpt\"")
                .doesNotContain("mingerPort");
    }

    @Test
    @Tag("G2")
    void recipientOfAGatewayShouldBeAcceptedWhenNobodyListensAtItsHost() {
        assertThat(servers.rcpt("anybody@closed.example").code()).isEqualTo(250);
    }

    @Test
    void peerThatAcceptsEverythingShouldNotSwallowWhatAnotherHas() {
        servers.send("not-swallowed", SmtpLookupServers.ANN);
        servers.stock.inbox(SmtpLookupServers.ANN, PASSWORD).await("Subject: not-swallowed");

        servers.minger.script(query -> query.status(query.mailbox().startsWith("kim@") ? 5 : 3));
        servers.send("to-minger", "kim@all.example");
        awaitTaken(servers.minger.sink(), "to-minger");

        assertThat(servers.everything.mails())
                .noneMatch(mail -> mail.content().contains("Subject: not-swallowed")
                        || mail.content().contains("Subject: to-minger"));
    }

    @Test
    void peerThatAcceptsEverythingShouldGetWhatNobodyElseHasAndNotBeRemembered() {
        servers.minger.script(query -> query.status(3));
        servers.send("last-resort", "somebody@all.example");
        awaitTaken(servers.everything, "last-resort");

        JsonNode owner = servers.asker.webAdmin().get("/domain-sharing/owners/somebody@all.example");
        assertThat(owner.path("peer").asText()).isEqualTo("everything");
        assertThat(owner.path("cached").asBoolean()).isFalse();
        assertThat(owner.path("answers").toString()).contains("\"accepts_all\"");
        JsonNode peers = servers.asker.webAdmin().get("/domain-sharing/peers");
        assertThat(peers.toString())
                .contains("\"acceptsAll\":[\"all.example\"]")
                .contains("\"lookup\":\"rcpt\"");
        assertThat(servers.asker.log()).contains("Peer everything says yes to every address of all.example");
    }

    @Test
    void recipientShouldBeDeferredWhenAnotherThanThePeerThatAcceptsEverythingIsSilent() {
        servers.minger.script(query -> {});
        try {
            assertThat(servers.rcpt("who@all.example").toString()).contains("451 4.4.3");
        } finally {
            servers.minger.script(query -> query.status(3));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> servers.rcpt("calm@all.example").code() == 250);
        }
    }

    @Test
    @Tag("D4")
    void accountShouldBeCreatedAlthoughAPeerAcceptsEverything() {
        servers.minger.script(query -> query.status(3));
        servers.asker.webAdmin().user("fresh@all.example", PASSWORD);

        assertThat(servers.asker
                        .webAdmin()
                        .send("PUT", "/users/" + SmtpLookupServers.ANN, "{\"password\":\"x\"}")
                        .statusCode())
                .as("another peer has it")
                .isEqualTo(409);
    }

    @Test
    @Tag("D6")
    void methodOfAPeerShouldBeSetAndShownAtRunTime() {
        String peer = "/domain-sharing/peers/osaka";
        assertThat(servers.asker
                        .webAdmin()
                        .send(
                                "PUT",
                                peer,
                                "{\"smtp\":[\"" + servers.verifier.address()
                                        + "\"],\"lookup\":\"vrfy\",\"domain\":[\"unused.example\"]}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(servers.asker.webAdmin().get(peer).path("lookup").asText()).isEqualTo("vrfy");
        assertThat(servers.asker
                        .webAdmin()
                        .send("PUT", peer, "{\"smtp\":[\"h\"],\"lookup\":\"smtp\"}")
                        .body())
                .contains("lookup: 'smtp' is neither minger nor vrfy nor rcpt");
        assertThat(servers.asker.webAdmin().send("DELETE", peer, "").statusCode())
                .isEqualTo(204);
    }

    private static void awaitTaken(SmtpSink sink, String subject) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !sink.mails(subject)
                .isEmpty());
    }
}
