// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Two James, two scripted peers, and what WebAdmin and SMTP say while peers come and go. */
abstract class RuntimePeersFixture {
    static final JamesServer LYON = JamesServer.extended("lyon-runtime", "127.0.1.60");
    static final JamesServer OSLO = JamesServer.extended("oslo-runtime", "127.0.1.61");
    static final ScriptedPeer BERGEN = new ScriptedPeer("bergen", "127.0.1.62", query -> query.status(3));
    static final ScriptedPeer NARA = new ScriptedPeer("nara", "127.0.1.63", query -> query.status(3));
    static final String PEERS = "/domain-sharing/peers";
    static final String OF_OSLO = PEERS + "/oslo-runtime";
    static final String OF_NARA = PEERS + "/nara";
    static final String ANN = "ann@example.com";

    static final List<String> ANSWERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        Sharing.join("example.com", LYON, List.of(BERGEN.entry()));
        // Empty, not missing: its peers are added at run time.
        Sharing.join("example.com", OSLO, List.of());
        JamesServer.startAll(LYON, OSLO);
        LYON.webAdmin().user(ANN, PASSWORD);
    }

    @AfterAll
    static void stop() {
        LYON.close();
        OSLO.close();
        BERGEN.close();
        NARA.close();
    }

    @AfterEach
    void removeWhatWasAdded() {
        BERGEN.script(query -> query.status(3));
        assertThat(send(LYON, "DELETE", OF_OSLO, "").statusCode()).isEqualTo(204);
        assertThat(send(LYON, "DELETE", OF_NARA, "").statusCode()).isEqualTo(204);
        assertThat(send(OSLO, "DELETE", PEERS + "/lyon-runtime", "").statusCode())
                .isEqualTo(204);
    }

    /** A mail for an address that nara says to have, and does not take. */
    void waitAtNara(String recipient, String subject) {
        NARA.script(query -> query.status(query.mailbox().equals(recipient) ? 5 : 3));
        NARA.sink()
                .answering(command -> command.startsWith("RCPT") ? Optional.of("451 4.2.2 later") : Optional.empty());
        put(LYON, NARA.entry());
        try (SmtpSession session = stranger(LYON)) {
            assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
        Awaitility.await().until(() -> LYON.webAdmin().queueSize("domain-sharing-nara") == 1);
    }

    static void put(JamesServer server, Sharing.PeerEntry entry) {
        HttpResponse<String> answer =
                send(server, "PUT", PEERS + '/' + entry.name(), json(entry, ",\"secret\":\"" + entry.secret() + '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    static String json(Sharing.PeerEntry entry, String secret) {
        return "{\"smtp\":[\"" + entry.smtp() + "\"],\"mingerPort\":" + entry.mingerPort() + ",\"trusted\":[\""
                + entry.trusted() + "\"]" + secret + '}';
    }

    static Sharing.PeerEntry entry(Sharing.PeerEntry entry, int mingerPort, String secret) {
        return new Sharing.PeerEntry(entry.name(), entry.smtp(), mingerPort, secret, entry.trusted());
    }

    static HttpResponse<String> send(JamesServer server, String method, String path, String body) {
        HttpResponse<String> answer = server.webAdmin().send(method, path, body);
        ANSWERS.add(answer.body());
        return answer;
    }

    static JsonNode owner(String address) {
        return LYON.webAdmin().get("/domain-sharing/owners/" + address);
    }

    static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }

    static int rcptFrom(String address, String recipient) {
        try (SmtpSession session = fromAddress(address, LYON)) {
            return session.rcpt(recipient).code();
        }
    }

    static void assertNoSecret() {
        List<String> texts = new ArrayList<>(ANSWERS);
        texts.add(LYON.webAdmin().send("GET", PEERS, "").body());
        texts.add(LYON.log());
        texts.add(OSLO.log());
        Path earlier = LYON.folder().resolve("james.previous.log");
        try {
            texts.add(Files.exists(earlier) ? Files.readString(earlier) : "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(texts).allSatisfy(text -> assertThat(text)
                .doesNotContain(Sharing.secretOf(OSLO.name()))
                .doesNotContain(Sharing.secretOf(LYON.name()))
                .doesNotContain("not-the-secret-of-oslo"));
    }
}
