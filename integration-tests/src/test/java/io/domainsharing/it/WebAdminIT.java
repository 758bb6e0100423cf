// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees and does through WebAdmin. */
@Tag("O2")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class WebAdminIT {
    private final ThreeServers servers;
    private final WebAdmin paris;

    WebAdminIT(ThreeServers servers) {
        this.servers = servers;
        this.paris = servers.paris.webAdmin();
    }

    @Test
    void peersShouldBeListedInConfiguredOrderWithoutTheirSecrets() {
        HttpResponse<String> answer = paris.send("GET", "/domain-sharing/peers", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode peers = paris.get("/domain-sharing/peers");
        assertThat(peers).hasSize(2);
        JsonNode tokyo = peers.get(0);
        Endpoints endpoints = servers.tokyo.endpoints();
        assertThat(tokyo.path("name").asText()).isEqualTo("tokyo");
        assertThat(tokyo.path("smtp").get(0).asText()).isEqualTo(endpoints.host() + ':' + endpoints.smtp());
        assertThat(tokyo.path("lookup").asText()).isEqualTo("minger");
        assertThat(tokyo.path("mingerPort").asInt()).isEqualTo(endpoints.minger());
        assertThat(tokyo.path("trusted").get(0).asText()).isEqualTo(endpoints.host() + "/32");
        assertThat(tokyo.path("origin").asText()).isEqualTo("file");
        assertThat(tokyo.path("queue").asText()).isEqualTo("domain-sharing-tokyo");
        assertThat(peers.get(1).path("name").asText()).isEqualTo("austin");
        assertNoSecret(answer);
    }

    @Test
    void ownerShouldBeExplained() {
        String owner = "/domain-sharing/owners/";
        paris.send("DELETE", "/domain-sharing/cache/" + BOB, "");

        JsonNode asked = paris.get(owner + BOB);
        assertThat(asked.path("verdict").asText()).isEqualTo("peer");
        assertThat(asked.path("peer").asText()).isEqualTo("tokyo");
        assertThat(asked.path("reply").asText()).isEqualTo("250");
        assertThat(asked.path("cached").asBoolean()).isFalse();
        assertThat(asked.path("answers")).hasSize(2);
        assertThat(asked.path("answers").get(0).path("peer").asText()).isEqualTo("tokyo");
        assertThat(asked.path("answers").get(0).path("answer").asText()).isEqualTo("accepts");
        assertThat(asked.path("answers").get(1).path("answer").asText()).isEqualTo("unknown");

        JsonNode remembered = paris.get(owner + BOB);
        assertThat(remembered.path("cached").asBoolean()).isTrue();
        assertThat(remembered.path("answers")).isEmpty();
        assertThat(paris.get(owner + BOB + "?refresh=true").path("answers")).hasSize(2);

        JsonNode here = paris.get(owner + ALICE);
        assertThat(here.path("verdict").asText()).isEqualTo("local");
        assertThat(here.path("local").asText()).isEqualTo("account");
        JsonNode nobody = paris.get(owner + "no-such-person@example.com");
        assertThat(nobody.path("verdict").asText()).isEqualTo("nobody");
        assertThat(nobody.path("reply").asText()).isEqualTo("550");
        assertNoSecret(paris.send("GET", owner + BOB + "?refresh=true", ""));
    }

    @Test
    void explanationShouldTellEachStepDownToTheReply() {
        String owner = "/domain-sharing/owners/";
        paris.send("DELETE", "/domain-sharing/cache/" + BOB, "");

        JsonNode asked = paris.get(owner + BOB);
        assertThat(outcomes(asked))
                .containsExactly(
                        "local none", "cache nothing", "peer accepts", "peer unknown", "verdict peer", "reply 250");
        assertThat(asked.path("steps").get(2).path("peer").asText()).isEqualTo("tokyo");
        assertThat(asked.path("steps").get(4).path("peer").asText()).isEqualTo("tokyo");
        String line = asked.path("replyLine").asText();
        assertThat(asked.path("steps").get(5).path("line").asText()).isEqualTo(line);
        try (SmtpSession session = stranger(servers.paris)) {
            SmtpReply reply = session.rcpt(BOB);
            assertThat(line).isEqualTo(reply.code() + " " + reply.text());
        }

        JsonNode remembered = paris.get(owner + BOB);
        assertThat(outcomes(remembered)).containsExactly("local none", "cache owner", "verdict peer", "reply 250");
        assertThat(remembered.path("steps").get(1).path("foundAt").asText())
                .isEqualTo(remembered.path("foundAt").asText());
        assertThat(outcomes(paris.get(owner + BOB + "?refresh=true")))
                .containsExactly(
                        "local none", "cache owner", "peer accepts", "peer unknown", "verdict peer", "reply 250");
    }

    /** Tokyo has the mailbox and says 4 by Minger: nobody else has it, and to ask again later is right. */
    @Test
    void ownerThatTakesNoMailNowShouldBeToldByNameAndDeferredAsTheListenerDoes() {
        String full = "full-at-tokyo@example.com";
        WebAdmin tokyo = servers.tokyo.webAdmin();
        tokyo.user(full, ThreeServers.PASSWORD);
        String quota = "/quota/users/" + full + "/count";
        assertThat(tokyo.send("PUT", quota, "0").statusCode()).isEqualTo(204);

        JsonNode owner = paris.get("/domain-sharing/owners/" + full);

        assertThat(owner.path("verdict").asText()).isEqualTo("unavailable");
        assertThat(owner.path("peer").asText()).isEqualTo("tokyo");
        assertThat(outcomes(owner))
                .containsExactly(
                        "local none",
                        "cache nothing",
                        "peer not_now",
                        "peer unknown",
                        "verdict unavailable",
                        "reply 451");
        try (SmtpSession session = stranger(servers.paris)) {
            SmtpReply reply = session.rcpt(full);
            assertThat(owner.path("replyLine").asText()).isEqualTo(reply.code() + " " + reply.text());
            assertThat(reply.toString()).startsWith("451 4.2.1 ");
        }

        assertThat(tokyo.send("DELETE", quota, "").statusCode()).isEqualTo(204);
        JsonNode freed = paris.get("/domain-sharing/owners/" + full + "?refresh=true");
        assertThat(freed.path("verdict").asText()).isEqualTo("peer");
        assertThat(freed.path("reply").asText()).isEqualTo("250");
    }

    @Test
    void explanationOfALocalAddressShouldTellWhereItLeads() {
        String alias = "explained-alias@example.com";
        String group = "explained-group@example.com";
        paris.alias(alias, ALICE).group(group, ALICE).group(group, "someone@elsewhere.example");

        JsonNode aliased = paris.get("/domain-sharing/owners/" + alias);
        assertThat(outcomes(aliased)).containsExactly("local alias", "verdict local", "reply 250");
        assertThat(aliased.path("steps").get(0).path("via"))
                .extracting(JsonNode::asText)
                .containsExactly(alias, ALICE);
        JsonNode grouped =
                paris.get("/domain-sharing/owners/" + group).path("steps").get(0);
        assertThat(grouped.path("via")).extracting(JsonNode::asText).containsExactly(group);
        assertThat(grouped.path("members").asInt()).isEqualTo(2);
        assertThat(paris.get("/domain-sharing/owners/" + ALICE)
                        .path("steps")
                        .get(0)
                        .path("via"))
                .extracting(JsonNode::asText)
                .containsExactly(ALICE);
    }

    @Test
    void explanationOfAnAddressThatNobodyHasShouldEndInTheVeryRefusal() {
        String nobody = "explained-nobody@example.com";

        JsonNode asked = paris.get("/domain-sharing/owners/" + nobody);

        assertThat(outcomes(asked))
                .containsExactly(
                        "local none",
                        "cache nothing",
                        "peer unknown",
                        "peer unknown",
                        "catchAll none",
                        "verdict nobody",
                        "reply 550");
        try (SmtpSession session = stranger(servers.paris)) {
            SmtpReply reply = session.rcpt(nobody);
            assertThat(asked.path("replyLine").asText()).isEqualTo(reply.code() + " " + reply.text());
        }
    }

    @Test
    @Tag("D3")
    void evictedAddressShouldBeAskedForAgain() {
        String moving = "moving@example.com";
        servers.tokyo.webAdmin().user(moving, ThreeServers.PASSWORD);
        assertThat(rcptAtParis(moving)).isEqualTo(250);
        servers.tokyo.webAdmin().send("DELETE", "/users/" + moving, "");
        assertThat(rcptAtParis(moving)).as("remembered").isEqualTo(250);

        assertThat(paris.send("DELETE", "/domain-sharing/cache/" + moving, "").statusCode())
                .isEqualTo(204);

        assertThat(rcptAtParis(moving)).isEqualTo(550);
    }

    @Test
    void flushShouldSucceedWhenThereIsNothingToFlush() {
        assertThat(paris.send("POST", "/domain-sharing/peers/tokyo/flush", "").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,/domain-sharing/owners/not-an-address,400,InvalidArgument",
        "GET,/domain-sharing/owners/a@b@example.com,400,InvalidArgument",
        "DELETE,/domain-sharing/cache/not-an-address,400,InvalidArgument",
        "GET,/domain-sharing/owners/bob@elsewhere.example,404,notFound",
        "POST,/domain-sharing/peers/nowhere/flush,404,notFound",
        "GET,/domain-sharing/nothing,404,notFound",
        "GET,/domain-sharing/cache/not-an-address,400,InvalidArgument",
        "GET,/domain-sharing/cache/never-seen@example.com,404,notFound",
        "DELETE,/domain-sharing/cache?domain=a@b,400,InvalidArgument",
        "DELETE,/domain-sharing/cache?peer=nowhere,404,notFound",
        "DELETE,/domain-sharing/cache?peer=,404,notFound",
        "DELETE,/domain-sharing/cache?domain=,400,InvalidArgument",
        "DELETE,/domain-sharing/cache?domain=example.com&peer=tokyo,400,InvalidArgument",
        "DELETE,/domain-sharing/cache?domian=example.com,400,InvalidArgument",
        "POST,/domain-sharing/peers,400,InvalidArgument",
        "POST,/domain-sharing/peers?action=reboot,400,InvalidArgument",
        "POST,/domain-sharing/peers/tokyo,400,InvalidArgument",
        "POST,/domain-sharing/peers/nowhere?action=test,404,notFound"
    })
    void mistakeShouldBeAnsweredAsJamesAnswersMistakes(String method, String path, int status, String type) {
        HttpResponse<String> answer = paris.send(method, path, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"statusCode\":" + status).contains("\"type\":\"" + type + '"');
        assertNoSecret(answer);
    }

    private static List<String> outcomes(JsonNode explanation) {
        List<String> outcomes = new ArrayList<>();
        explanation
                .path("steps")
                .forEach(step -> outcomes.add(
                        step.path("step").asText() + ' ' + step.path("outcome").asText()));
        return outcomes;
    }

    private int rcptAtParis(String recipient) {
        try (SmtpSession session = stranger(servers.paris)) {
            return session.rcpt(recipient).code();
        }
    }

    private void assertNoSecret(HttpResponse<String> answer) {
        for (JamesServer server : new JamesServer[] {servers.paris, servers.tokyo, servers.austin}) {
            assertThat(answer.body()).doesNotContain(Sharing.secretOf(server.name()));
        }
        assertThat(answer.body()).doesNotContain(ThreeServers.SECOND_SECRET).doesNotContain("ecret\"");
    }
}
