// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
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
class RuntimePeersIT extends RuntimePeersFixture {
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
        assertStoreIsJamesAlone();

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

        Awaitility.await()
                .untilAsserted(() -> assertThat(BERGEN.sink().mails("moves-on")).hasSize(1));
        assertThat(BERGEN.sink().mails("moves-on").get(0).content()).containsOnlyOnce("X-Domain-Sharing:");
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

        Awaitility.await()
                .untilAsserted(() -> assertThat(NARA.sink().mails("still-goes")).hasSize(1));
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

    @Test
    @Tag("O3")
    void secretsThatDifferShouldBeToldOnBothSidesThoughNobodyIsAskedFor() {
        Sharing.PeerEntry oslo = Sharing.PeerEntry.of(OSLO);
        put(OSLO, Sharing.PeerEntry.of(LYON));
        put(LYON, entry(oslo, oslo.mingerPort(), "not-the-secret-of-oslo"));

        Awaitility.await().until(() -> stateOfOslo().equals("refuses"));
        assertThat(LYON.webAdmin().get(OF_OSLO).path("refusal").asText())
                .contains("compare the secret of both servers");
        assertThat(LYON.log())
                .containsPattern("WARN .*Peer oslo-runtime refuses to tell of any address: it answered 2");
        assertThat(LYON.webAdmin().send("GET", "/healthcheck", "").body())
                .contains("Peers that refuse to tell of any address: oslo-runtime");
        assertThat(LYON.webAdmin()
                        .get("/domain-sharing")
                        .path("peers")
                        .path("refuses")
                        .asInt())
                .isEqualTo(1);
        assertThat(OSLO.log()).containsPattern("WARN .*Peer lyon-runtime asks with a wrong secret");
        assertThat(OSLO.webAdmin().get(PEERS + "/lyon-runtime").has("wrongSecretSince"))
                .isTrue();
        assertThat(OSLO.webAdmin().send("GET", "/healthcheck", "").body())
                .contains("Peers that ask with a wrong secret: lyon-runtime");

        put(LYON, oslo);

        Awaitility.await().until(() -> stateOfOslo().equals("up"));
        Awaitility.await().untilAsserted(() -> assertThat(OSLO.log())
                .contains("Peer lyon-runtime asks with the right secret again"));
        assertThat(LYON.webAdmin().send("GET", "/healthcheck", "").body()).doesNotContain("refuse");
        assertNoSecret();
    }

    private static void assertStoreIsJamesAlone() throws IOException {
        Path store = LYON.folder().resolve("var/domain-sharing/peers.xml");
        // Elsewhere it is in the database that the nodes of a site share.
        if (ServerKind.underTest().keepsStateInFiles()) {
            assertThat(store).content().contains(Sharing.secretOf(OSLO.name()));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");
    }

    private static String stateOfOslo() {
        return LYON.webAdmin().get(OF_OSLO).path("state").asText();
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
}
