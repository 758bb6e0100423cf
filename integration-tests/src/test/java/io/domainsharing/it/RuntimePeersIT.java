// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peers that come, change and go while James runs. lyon has bergen in its file; oslo has an empty {@code <peers/>}. Neither knows
 * the other at first.
 */
@Tag("D6")
@ExtendWith(NoLeftovers.class)
class RuntimePeersIT {
    private static final JamesServer LYON = JamesServer.extended("lyon-runtime", "127.0.1.60");
    private static final JamesServer OSLO = JamesServer.extended("oslo-runtime", "127.0.1.61");
    private static final ScriptedPeer BERGEN = new ScriptedPeer("bergen", "127.0.1.62", query -> query.status(3));
    private static final ScriptedPeer NARA = new ScriptedPeer("nara", "127.0.1.63", query -> query.status(3));
    private static final String PEERS = "/domain-sharing/peers";
    private static final String OF_OSLO = PEERS + "/oslo-runtime";
    private static final String OF_NARA = PEERS + "/nara";
    private static final String ANN = "ann@example.com";

    private static final List<String> ANSWERS = new ArrayList<>();

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

    @Test
    void peerShouldCountFromTheMomentItIsAddedOverARestartUntilItIsRemoved() throws Exception {
        OSLO.webAdmin().user("bob@example.com", PASSWORD).user("new@example.com", PASSWORD);
        put(OSLO, Sharing.PeerEntry.of(LYON));
        assertThat(rcpt(LYON, "bob@example.com")).as("not known yet").isEqualTo(550);
        assertThat(rcpt(OSLO, "nobody@example.com"))
                .as("lyon lets oslo not ask")
                .isEqualTo(451);

        put(LYON, Sharing.PeerEntry.of(OSLO));

        try (SmtpSession session = stranger(LYON)) {
            assertThat(session.rcpt("bob@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("over-there")).code()).isEqualTo(250);
        }
        OSLO.inbox("bob@example.com", PASSWORD).await("Subject: over-there");
        Awaitility.await("oslo may ask lyon").until(() -> rcpt(OSLO, "nobody@example.com") == 550);
        JsonNode seen = LYON.webAdmin().get(OF_OSLO);
        assertThat(seen.path("origin").asText()).isEqualTo("runtime");
        assertThat(seen.path("state").asText()).isEqualTo("up");
        assertThat(seen.path("queue").asText()).isEqualTo("domain-sharing-oslo-runtime");
        JsonNode all = LYON.webAdmin().get(PEERS);
        assertThat(all.findValuesAsText("name")).containsExactly("bergen", "oslo-runtime");
        assertThat(all.findValuesAsText("origin")).containsExactly("file", "runtime");

        LYON.restart();
        LYON.webAdmin().user(ANN, PASSWORD);
        assertThat(LYON.webAdmin().get(PEERS).findValuesAsText("name")).containsExactly("bergen", "oslo-runtime");
        assertThat(owner("bob@example.com").path("cached").asBoolean())
                .as("remembered over the restart")
                .isTrue();
        assertThat(rcpt(LYON, "new@example.com")).as("asked with the secret").isEqualTo(250);
        Path store = LYON.folder().resolve("var/domain-sharing/peers.xml");
        assertThat(store).content().contains(Sharing.secretOf(OSLO.name()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");

        assertThat(send(LYON, "DELETE", OF_OSLO, "").statusCode()).isEqualTo(204);

        assertThat(send(LYON, "GET", OF_OSLO, "").statusCode()).isEqualTo(404);
        assertThat(rcpt(LYON, "bob@example.com")).isEqualTo(550);
        Sharing.PeerEntry oslo = Sharing.PeerEntry.of(OSLO);
        put(LYON, entry(oslo, Endpoints.freePort(OSLO.endpoints().host()), oslo.secret()));
        assertThat(rcpt(LYON, "bob@example.com"))
                .as("nothing is remembered of a peer of that name")
                .isEqualTo(451);
        assertThat(owner("bob@example.com").path("cached").asBoolean()).isFalse();
        Awaitility.await().untilAsserted(() -> assertThat(LYON.log())
                .contains("Peer oslo-runtime is removed: 0 mails in its queue go back for a new look-up"));
        assertNoSecret();
    }

    @Test
    void changedPeerShouldBeAskedAtItsNewPortWithItsNewSecretOrTheOldOne() {
        Sharing.PeerEntry right = Sharing.PeerEntry.of(OSLO);
        OSLO.webAdmin().user("one@example.com", PASSWORD);
        OSLO.webAdmin().user("two@example.com", PASSWORD);
        OSLO.webAdmin().user("three@example.com", PASSWORD);
        put(OSLO, Sharing.PeerEntry.of(LYON));
        int elsewhere = Endpoints.freePort(OSLO.endpoints().host());

        put(LYON, entry(right, elsewhere, right.secret()));
        assertThat(rcpt(LYON, "one@example.com")).as("nobody listens there").isEqualTo(451);
        put(LYON, entry(right, right.mingerPort(), "not-the-secret-of-oslo"));
        assertThat(rcpt(LYON, "one@example.com")).as("refused").isEqualTo(451);
        put(LYON, right);
        assertThat(rcpt(LYON, "one@example.com")).isEqualTo(250);
        assertThat(send(LYON, "PUT", OF_OSLO, json(right, "")).statusCode()).isEqualTo(204);
        assertThat(rcpt(LYON, "two@example.com")).as("the secret stays").isEqualTo(250);
        assertThat(send(LYON, "PUT", OF_OSLO, json(right, ",\"secret\":null")).statusCode())
                .isEqualTo(204);
        assertThat(rcpt(LYON, "three@example.com")).as("no secret any more").isEqualTo(451);
        assertThat(rcpt(LYON, "one@example.com")).as("remembered").isEqualTo(250);
        assertNoSecret();
    }

    @Test
    @Tag("L3")
    void sessionsOfAPeerShouldBeKnownWhileItIsOne() {
        String bjorn = "bjorn@example.com";
        BERGEN.script(query -> query.status(query.mailbox().equals(bjorn) ? 5 : 3));
        String oslo = OSLO.endpoints().host();
        assertThat(rcptFrom(oslo, bjorn)).as("a stranger's").isEqualTo(250);

        put(LYON, Sharing.PeerEntry.of(OSLO));
        assertThat(rcptFrom(oslo, bjorn)).as("a peer's: not here").isEqualTo(550);
        assertThat(rcptFrom(oslo, ANN)).isEqualTo(250);

        send(LYON, "DELETE", OF_OSLO, "");
        assertThat(rcptFrom(oslo, bjorn)).isEqualTo(250);
    }

    @Test
    @Tag("L2")
    void queueOfARemovedPeerShouldBeLookedUpAgain() {
        String kari = "kari@example.com";
        waitAtNara(kari, "moves-on");
        BERGEN.script(query -> query.status(query.mailbox().equals(kari) ? 5 : 3));

        assertThat(send(LYON, "DELETE", OF_NARA + "?queue=requeue", "").statusCode())
                .isEqualTo(204);

        Awaitility.await().untilAsserted(() -> assertThat(subjectsAt(BERGEN.sink(), "moves-on"))
                .hasSize(1));
        assertThat(subjectsAt(BERGEN.sink(), "moves-on").get(0).content()).containsOnlyOnce("X-Domain-Sharing:");
        assertThat(LYON.webAdmin().queueSize("domain-sharing-nara")).isZero();
        // It may have been at a try just then.
        Awaitility.await().untilAsserted(() -> assertThat(LYON.log())
                .containsPattern("Peer nara is removed: [01] mails in its queue go back for a new look-up"));
    }

    @Test
    @Tag("L2")
    void queueOfARemovedPeerShouldStillBeDeliveredWhereAsked() {
        waitAtNara("mika@example.com", "still-goes");

        assertThat(send(LYON, "DELETE", OF_NARA + "?queue=keep", "").statusCode())
                .isEqualTo(204);
        assertThat(rcpt(LYON, "mika@example.com"))
                .as("its addresses are forgotten")
                .isEqualTo(550);
        NARA.sink().answering(command -> Optional.empty());

        Awaitility.await().untilAsserted(() -> assertThat(subjectsAt(NARA.sink(), "still-goes"))
                .hasSize(1));
        Awaitility.await().until(() -> LYON.webAdmin().queueSize("domain-sharing-nara") == 0);
    }

    @Test
    void peerThatIsDownShouldShowInTheHealthCheckWhileItIsOne() {
        put(LYON, entry(Sharing.PeerEntry.of(OSLO), Endpoints.freePort("127.0.1.61"), "some-secret-0123456789"));
        for (String address : List.of("x@example.com", "y@example.com", "z@example.com")) {
            assertThat(rcpt(LYON, address)).isEqualTo(451);
        }
        assertThat(LYON.webAdmin().send("GET", "/healthcheck", "").body()).contains("Peers down: oslo-runtime");

        send(LYON, "DELETE", OF_OSLO, "");

        assertThat(LYON.webAdmin().send("GET", "/healthcheck", "").body()).doesNotContain("Peers down");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            PUT    | bergen      | {"smtp":["h:25"]}                            | 409 | WrongState      | Peer bergen stands in conf/domainsharing.xml: change it there
            DELETE | bergen      | ''                                           | 409 | WrongState      | Peer bergen stands in conf/domainsharing.xml: change it there
            PUT    | x           | {"smtp":["h:25"],"mingerPort":70000}         | 400 | InvalidArgument | mingerPort: '70000' is not between 1 and 65535. Write a port
            PUT    | x           | {"smtp":["h:25"],"minger":"1"}               | 400 | InvalidArgument | unknown key minger
            PUT    | x           | {"smtp":[]}                                  | 400 | InvalidArgument | smtp: is missing. Write the host
            PUT    | x           | {"smtp":["h"],"trusted":["10.0.0.1/8"]}      | 400 | InvalidArgument | trusted: '10.0.0.1/8' has bits set
            PUT    | x           | {"smtp":["h"],"secret":"hush hush"}          | 400 | InvalidArgument | secret: a secret is 1 to 50 visible
            PUT    | x           | {"smtp":["h"],"secret":"${env:HUSH}"}        | 400 | InvalidArgument | secret: holds ${
            PUT    | x           | {"smtp":["h"],"secret":hush}                 | 400 | InvalidArgument | column
            PUT    | x           | {"smtp":["h"],"secret":"hush","secret":""}   | 400 | InvalidArgument | given twice
            PUT    | x           | {"smtp":["h"],"mingerPort":null}             | 400 | InvalidArgument | mingerPort: is null
            PUT    | x           | {"smtp":["h"],"secret":["hush"]}             | 400 | InvalidArgument | secret: is a list
            PUT    | x           | {"name":"x","smtp":["h"]}                    | 400 | InvalidArgument | name: is not a key. The name
            PUT    | x           | []                                           | 400 | InvalidArgument | the body: is not a JSON object
            PUT    | x           | ''                                           | 400 | InvalidArgument | the body: is not a JSON object
            PUT    | no%20name   | {"smtp":["h"]}                               | 400 | InvalidArgument | name: 'no name' is not a name
            PUT    | undetermined| {"smtp":["h"]}                               | 400 | InvalidArgument | name: 'undetermined' names the queue
            PUT    | lyon-runtime| {"smtp":["h"]}                               | 400 | InvalidArgument | name: 'lyon-runtime' is this server itself
            DELETE | x?queue=drop| ''                                           | 400 | InvalidArgument | queue: 'drop' is neither requeue nor keep
            GET    | x           | ''                                           | 404 | notFound        | There is no peer of that name
            """)
    void mistakeShouldBeAnsweredAsJamesAnswersMistakes(
            String method, String path, String body, int status, String type, String message) {
        HttpResponse<String> answer = send(LYON, method, PEERS + '/' + path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"type\":\"" + type + '"').contains(message);
        assertThat(answer.body().toLowerCase(java.util.Locale.ROOT)).doesNotContain("hush");
        assertThat(LYON.webAdmin().get(PEERS).findValuesAsText("name")).containsExactly("bergen");
    }

    @Test
    void damagedFileOfPeersShouldStopTheStart() throws IOException {
        JamesServer james = JamesServer.extended("damaged-peers", "127.0.1.64");
        Sharing.join("example.com", james, List.of(BERGEN.entry()));
        Path folder = Files.createDirectories(james.folder().resolve("var/domain-sharing"));
        Files.writeString(folder.resolve("peers.xml"), "<peers><peer><name>osl");

        Command.Result result = james.startExpectingFailure();

        assertThat(result.output())
                .contains("var/domain-sharing/peers.xml, which holds the peers added at run time: is damaged. Mend it");
    }

    @Test
    void commandsOfThePageShouldWork() throws IOException {
        String script = Page.read(Checkout.root(), "docs/peers-at-run-time.md").fences().stream()
                .filter(fence -> fence.kind().equals("sh"))
                .map(Fence::text)
                .collect(Collectors.joining())
                .replace(
                        "127.0.0.1:8000",
                        LYON.endpoints().host() + ":" + LYON.endpoints().webAdmin());

        Command.Result result = Command.run(
                List.of("sh", "-exc", script.replace("curl ", "curl -sS -w '<%{http_code}>' ")), LYON.folder());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("\"origin\":\"runtime\"").contains("<204>", "<200>");
        assertThat(result.output()).doesNotContain("<4", "<5");
        assertThat(LYON.webAdmin().get(PEERS).findValuesAsText("name")).containsExactly("bergen");
    }

    /** A mail for an address that nara says to have, and does not take. */
    private void waitAtNara(String recipient, String subject) {
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

    private static void put(JamesServer server, Sharing.PeerEntry entry) {
        HttpResponse<String> answer =
                send(server, "PUT", PEERS + '/' + entry.name(), json(entry, ",\"secret\":\"" + entry.secret() + '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private static String json(Sharing.PeerEntry entry, String secret) {
        return "{\"smtp\":[\"" + entry.smtp() + "\"],\"mingerPort\":" + entry.mingerPort() + ",\"trusted\":[\""
                + entry.trusted() + "\"]" + secret + '}';
    }

    private static Sharing.PeerEntry entry(Sharing.PeerEntry entry, int mingerPort, String secret) {
        return new Sharing.PeerEntry(entry.name(), entry.smtp(), mingerPort, secret, entry.trusted());
    }

    private static HttpResponse<String> send(JamesServer server, String method, String path, String body) {
        HttpResponse<String> answer = server.webAdmin().send(method, path, body);
        ANSWERS.add(answer.body());
        return answer;
    }

    private static JsonNode owner(String address) {
        return LYON.webAdmin().get("/domain-sharing/owners/" + address);
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }

    private static int rcptFrom(String address, String recipient) {
        try (SmtpSession session = fromAddress(address, LYON)) {
            return session.rcpt(recipient).code();
        }
    }

    private static List<SmtpSink.Mail> subjectsAt(SmtpSink sink, String subject) {
        return sink.mails().stream()
                .filter(mail -> mail.content().contains("\nSubject: " + subject + "\n"))
                .toList();
    }

    private static void assertNoSecret() {
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
