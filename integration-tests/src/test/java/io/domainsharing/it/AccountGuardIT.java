// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No address comes to life twice: peers are asked before James creates it, by whatever road. */
@Tag("D4")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class AccountGuardIT {
    private static final String BOB_IS_TAKEN = "'bob@example.com' already exists on peer tokyo";
    private static final String REMEDY =
            "<accounts><whenPeerUnreachable>allow</whenPeerUnreachable></accounts> in conf/domainsharing.xml";

    private final ThreeServers servers;

    AccountGuardIT(ThreeServers servers) {
        this.servers = servers;
    }

    @Test
    void cliShouldFailNamingThePeerThatHasTheAddress() {
        Command.Result result = servers.paris.cli().run("AddUser", BOB, PASSWORD);

        assertThat(result.output()).contains(BOB_IS_TAKEN);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(servers.paris.webAdmin().get("/users").toString()).doesNotContain(BOB);
    }

    @Test
    void webAdminShouldAnswerConflictWhenAPeerHasTheAddress() {
        assertConflict(putUser(servers.paris, BOB), BOB_IS_TAKEN);
    }

    @Test
    void aliasShouldBeAConflictWhenAPeerHasTheAddress() {
        assertConflict(
                servers.paris.webAdmin().send("PUT", "/address/aliases/" + ALICE + "/sources/" + BOB, ""),
                BOB_IS_TAKEN);
    }

    @Test
    void groupShouldBeAConflictWhenAPeerHasTheAddressAndListsAreNotShared() {
        assertConflict(servers.paris.webAdmin().send("PUT", "/address/groups/" + BOB + '/' + ALICE, ""), BOB_IS_TAKEN);
    }

    @Test
    void addressShouldBeAConflictWhenItIsAnAliasOnThePeer() {
        servers.tokyo.webAdmin().alias("robert@example.com", BOB);

        assertConflict(
                putUser(servers.paris, "robert@example.com"), "'robert@example.com' already exists on peer tokyo");
    }

    @Test
    void jamesShouldAnswerAsEverWhenTheAddressExistsHere() {
        assertConflict(putUser(servers.paris, ALICE), "'" + ALICE + "' user already exist");
    }

    @Test
    void passwordShouldBeChangedWithoutAQuestionWhenTheAccountExists() {
        assertThat(servers.paris
                        .webAdmin()
                        .send("PUT", "/users/" + ALICE + "?force", "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void mailShouldBeTakenAtOnceWhenTheAddressWasUnknownBeforeItsCreation() {
        String fresh = "unknown-before@example.com";
        assertThat(rcpt(servers.paris, fresh)).isEqualTo(550);
        assertThat(rcpt(servers.tokyo, fresh)).isEqualTo(550);

        servers.paris.webAdmin().user(fresh, PASSWORD);

        assertThat(rcpt(servers.paris, fresh)).isEqualTo(250);
        assertThat(rcpt(servers.tokyo, fresh)).isEqualTo(250);
    }

    @Test
    void distinctAccountsShouldBeCreatedOnTwoServersAtOnce() {
        CompletableFuture<List<Integer>> atParis = CompletableFuture.supplyAsync(() -> create(servers.paris, "left"));
        CompletableFuture<List<Integer>> atTokyo = CompletableFuture.supplyAsync(() -> create(servers.tokyo, "right"));

        assertThat(atParis.join()).hasSize(10).containsOnly(204);
        assertThat(atTokyo.join()).hasSize(10).containsOnly(204);
    }

    @Test
    void addressShouldBeRefusedByDefaultWithReasonAndRemedyWhenAPeerGivesNoAnswer() {
        try (OnePeerServer lyon = new OnePeerServer("lyon-guard", "127.0.1.91", "127.0.1.92", xml -> {})) {
            lyon.peer.script(query -> {});
            assertConflict(
                    putUser(lyon.james, "silent@example.com"),
                    "peer oslo could not be asked whether it has 'silent@example.com' (no answer in time: ");
            assertConflict(putUser(lyon.james, "silent@example.com"), REMEDY);
            Command.Result result = lyon.james.cli().run("AddUser", "silent@example.com", PASSWORD);
            assertThat(result.output()).contains("peer oslo could not be asked").contains(REMEDY);
            assertThat(result.exitCode()).isEqualTo(1);

            lyon.peer.script(query -> query.status(2));
            assertConflict(putUser(lyon.james, "silent@example.com"), "(answered, but not the question: ");
            lyon.peer.script(query -> query.status(4));
            assertConflict(putUser(lyon.james, "full@example.com"), "'full@example.com' already exists on peer oslo");

            // The breaker is not asked: it would still hold the peer for down.
            lyon.peer.script(query -> {});
            IntStream.range(0, 3).forEach(i -> lyon.rcpt("tripping-" + i + "@example.com"));
            lyon.peer.script(query -> query.status(3));
            assertThat(putUser(lyon.james, "silent@example.com").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void configurationShouldAllowAccountsWhileAPeerIsSilentAndGroupsThatItHasToo() {
        try (OnePeerServer nice = new OnePeerServer(
                "nice-guard", "127.0.1.93", "127.0.1.94", xml -> xml.set("accounts/whenPeerUnreachable", "allow")
                        .set("lists/share", "true"))) {
            nice.peer.script(query -> {});
            assertThat(putUser(nice.james, "allowed@example.com").statusCode()).isEqualTo(204);

            nice.peer.script(query -> query.status(5));
            nice.james.webAdmin().group("team@example.com", OnePeerServer.LOCAL);
            assertThat(nice.peer.asked("team@example.com")).isZero();
            assertConflict(putUser(nice.james, "taken@example.com"), "'taken@example.com' already exists on peer oslo");
            assertConflict(
                    nice.james
                            .webAdmin()
                            .send("PUT", "/address/aliases/" + OnePeerServer.LOCAL + "/sources/taken@example.com", ""),
                    "'taken@example.com' already exists on peer oslo");
        }
    }

    private static List<Integer> create(JamesServer server, String prefix) {
        return IntStream.range(0, 10)
                .mapToObj(i -> putUser(server, prefix + i + "@example.com").statusCode())
                .toList();
    }

    private static HttpResponse<String> putUser(JamesServer server, String address) {
        return server.webAdmin().send("PUT", "/users/" + address, "{\"password\":\"" + PASSWORD + "\"}");
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }

    private static void assertConflict(HttpResponse<String> response, String message) {
        assertThat(response.body()).contains(message);
        assertThat(response.statusCode()).isEqualTo(409);
    }
}
