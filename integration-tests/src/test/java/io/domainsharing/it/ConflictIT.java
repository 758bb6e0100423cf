// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the account guard cannot prevent is found: lyon and nice share a domain, lyon with oslo too. */
@Tag("D4")
@ExtendWith(NoLeftovers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictIT {
    private static final String CONFLICTS = "/domain-sharing/conflicts";
    private static final Set<String> ENDED = Set.of("completed", "failed", "canceled");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JamesServer lyon = JamesServer.extended("lyon-conflict", "127.0.1.131");
    private final JamesServer nice = JamesServer.extended("nice-conflict", "127.0.1.132");
    private final ScriptedPeer oslo = new ScriptedPeer("oslo", "127.0.1.133", query -> query.status(3));
    private final UdpGate lyonAsksNice = UdpGate.between(lyon, nice);
    private final UdpGate niceAsksLyon = UdpGate.between(nice, lyon);

    @BeforeAll
    void start() {
        Sharing.join("example.com", lyon, List.of(lyonAsksNice.entry(), oslo.entry()));
        Sharing.join("example.com", nice, List.of(niceAsksLyon.entry()));
        for (JamesServer server : List.of(lyon, nice)) {
            server.conf().edit("domainsharing.xml", xml -> xml.set("lookup/timeout", "3s")
                    .set("lookup/attempts", "1")
                    .set("lookup/budget", "4s"));
        }
        JamesServer.startAll(lyon, nice);
        lyon.webAdmin().user("local@example.com", PASSWORD);
    }

    @AfterAll
    void stop() {
        lyon.close();
        nice.close();
        oslo.close();
        lyonAsksNice.close();
        niceAsksLyon.close();
    }

    @Test
    void accountCreatedOnTwoServersInTheSameInstantShouldBeAConflictOnBothUntilSolved() {
        String twin = "twin@example.com";
        lyonAsksNice.holdAnswers();
        niceAsksLyon.holdAnswers();
        CompletableFuture<Integer> atLyon = CompletableFuture.supplyAsync(() -> create(lyon, twin));
        CompletableFuture<Integer> atNice = CompletableFuture.supplyAsync(() -> create(nice, twin));
        // Each has said that it has no such address, and neither has heard it yet.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> lyonAsksNice.holdsAnswerAbout(twin) && niceAsksLyon.holdsAnswerAbout(twin));
        lyonAsksNice.releaseAnswers();
        niceAsksLyon.releaseAnswers();
        assertThat(atLyon.join()).isEqualTo(204);
        assertThat(atNice.join()).isEqualTo(204);

        assertConflict(lyon, twin, "here_and_on_peers", "creation", nice.name());
        assertConflict(nice, twin, "here_and_on_peers", "creation", lyon.name());
        assertThat(lyon.log()).contains(twin + " exists here and on [" + nice.name() + "]");
        assertThat(nice.log()).contains(twin + " exists here and on [" + lyon.name() + "]");
        assertThat(lyon.webAdmin().get("/users").toString()).contains(twin);
        assertThat(nice.webAdmin().get("/users").toString()).contains(twin);

        nice.webAdmin().send("DELETE", "/users/" + twin, "");
        assertThat(check(lyon).path("status").asText()).isEqualTo("completed");
        assertThat(check(nice).path("status").asText()).isEqualTo("completed");
        assertThat(conflict(lyon, twin)).isEmpty();
        assertThat(conflict(nice, twin)).isEmpty();
        assertThat(lyon.log()).contains(twin + " is no conflict any more");
    }

    @Test
    void checkShouldFindMappingsThatJamesDoesNotValidate() {
        for (String user : List.of("mapped", "alone")) {
            assertThat(create(nice, user + "@example.com")).isEqualTo(204);
        }
        // James wants an account for a forward, but not that it stays.
        assertThat(create(lyon, "forwarded@example.com")).isEqualTo(204);
        lyon.webAdmin().forward("forwarded@example.com", "local@example.com");
        lyon.webAdmin().send("DELETE", "/users/forwarded@example.com", "");
        addMapping(nice, "address", "forwarded@example.com", "alone@example.com");
        addMapping(lyon, "address", "mapped@example.com", "local@example.com");
        addMapping(lyon, "regex", "*@example.com", "never(.*)@example.com:local@example.com");

        JsonNode task = check(lyon);

        assertThat(task.path("type").asText()).isEqualTo("domain-sharing-conflicts");
        assertThat(task.path("status").asText()).isEqualTo("completed");
        JsonNode found = task.path("additionalInformation");
        assertThat(found.path("checkedAddresses").asInt()).as(task.toString()).isGreaterThanOrEqualTo(3);
        assertThat(found.path("conflicts").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(found.path("unansweredAddresses").asInt()).isZero();
        assertThat(found.path("uncheckedRegexMappings").asInt()).isEqualTo(1);
        assertConflict(lyon, "forwarded@example.com", "here_and_on_peers", "check", nice.name());
        assertConflict(lyon, "mapped@example.com", "here_and_on_peers", "check", nice.name());
        assertThat(conflict(lyon, "alone@example.com")).isEmpty();

        lyon.webAdmin().send("DELETE", "/address/forwards/forwarded@example.com/targets/local@example.com", "");
        check(lyon);
        assertThat(conflict(lyon, "forwarded@example.com")).isEmpty();
        assertThat(conflict(lyon, "mapped@example.com")).isPresent();
    }

    @Test
    void checkShouldNotSayThatThereIsNoConflictWhenAPeerGaveNoAnswer() {
        lyonAsksNice.drop(true);
        try {
            JsonNode task = check(lyon);

            assertThat(task.path("status").asText()).isEqualTo("failed");
            JsonNode found = task.path("additionalInformation");
            assertThat(found.path("unansweredAddresses").asInt())
                    .isPositive()
                    .isEqualTo(found.path("checkedAddresses").asInt());
            assertThat(found.path("unansweredByPeer").path(nice.name()).asInt())
                    .isEqualTo(found.path("checkedAddresses").asInt());
            assertThat(found.path("unansweredByPeer").path("oslo").isMissingNode())
                    .isTrue();
        } finally {
            lyonAsksNice.drop(false);
        }
    }

    @Test
    void checkShouldEndWhenItIsCancelled() {
        lyonAsksNice.drop(true);
        try {
            String task = startCheck(lyon);
            awaitStatus(lyon, task, Set.of("inProgress"));

            lyon.webAdmin().send("DELETE", "/tasks/" + task, "");

            assertThat(awaitStatus(lyon, task, ENDED).path("status").asText()).isEqualTo("canceled");
        } finally {
            lyonAsksNice.drop(false);
        }
        assertThat(check(lyon).path("status").asText()).as("another may start").isEqualTo("completed");
    }

    @Test
    void addressOnSeveralPeersShouldBeListedWithTheOthers() {
        String both = "both@example.com";
        assertThat(create(nice, both)).isEqualTo(204);
        oslo.script(query -> query.status(query.mailbox().equals(both) ? 5 : 3));

        try (SmtpSession session = ThreeServers.stranger(lyon)) {
            assertThat(session.rcpt(both).code()).isEqualTo(250);
        }

        assertConflict(lyon, both, "several_peers", "lookup", nice.name(), "oslo");
    }

    private static int create(JamesServer server, String address) {
        return server.webAdmin()
                .send("PUT", "/users/" + address, "{\"password\":\"" + PASSWORD + "\"}")
                .statusCode();
    }

    private static void addMapping(JamesServer server, String kind, String source, String target) {
        HttpResponse<String> response = server.webAdmin()
                .send("POST", "/mappings/" + kind + '/' + encoded(source) + "/targets/" + encoded(target), "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode check(JamesServer server) {
        return awaitStatus(server, startCheck(server), ENDED);
    }

    private static String startCheck(JamesServer server) {
        HttpResponse<String> response = server.webAdmin().send("POST", CONFLICTS, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        try {
            return new ObjectMapper().readTree(response.body()).path("taskId").asText();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    private static JsonNode awaitStatus(JamesServer server, String task, Set<String> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> server.webAdmin().get("/tasks/" + task),
                        details -> wanted.contains(details.path("status").asText()));
    }

    private static void assertConflict(
            JamesServer server, String address, String kind, String foundBy, String... peers) {
        JsonNode found = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> conflict(server, address), Optional::isPresent)
                .orElseThrow();
        assertThat(found.path("kind").asText()).isEqualTo(kind);
        assertThat(found.path("foundBy").asText()).isEqualTo(foundBy);
        assertThat(found.path("peers")).extracting(JsonNode::asText).containsExactly(peers);
        assertThat(found.path("since").asText()).startsWith("20");
    }

    private static Optional<JsonNode> conflict(JamesServer server, String address) {
        return StreamSupport.stream(server.webAdmin().get(CONFLICTS).spliterator(), false)
                .filter(conflict -> conflict.path("address").asText().equals(address))
                .findFirst();
    }
}
