// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes answer, held against their description. That each is described OpenApiTest shows. */
@Tag("O2")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class OpenApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "/domain-sharing";
    private static final String NOBODY = "described-nobody@example.com";

    private final ThreeServers servers;
    private final WebAdmin paris;
    private final JsonNode description;

    OpenApiIT(ThreeServers servers) {
        this.servers = servers;
        this.paris = servers.paris.webAdmin();
        this.description = paris.get(BASE + "/openapi.json");
    }

    /** So that there is something to show. */
    @BeforeEach
    void askForSomeAddresses() {
        try (SmtpSession session = stranger(servers.paris)) {
            session.rcpt(BOB);
            session.rcpt(NOBODY);
        }
        paris.send("PUT", BASE + "/pins/pinned@example.com", "{\"peer\":\"tokyo\",\"until\":\"2999-01-01T00:00:00Z\"}");
        paris.send("PUT", BASE + "/peers/austin", "{\"mode\":\"observe\"}");
        try (SmtpSession session = stranger(servers.tokyo)) {
            session.rcpt("described-by-tokyo@example.com");
        }
    }

    @AfterEach
    void unpin() {
        paris.send("PUT", BASE + "/peers/austin", "{\"mode\":\"share\"}");
        paris.send("DELETE", BASE + "/pins/pinned@example.com", "");
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "GET,'',''",
        "GET,/peers,/peers",
        "GET,/peers/{name},/peers/tokyo",
        "POST,/peers,/peers?action=test",
        "POST,/peers/{name},/peers/tokyo?action=test",
        "POST,/peers/{name}/flush,/peers/tokyo/flush",
        "GET,/gateways,/gateways",
        "GET,/secondaries,/secondaries",
        "GET,/owners/{address},/owners/" + BOB,
        "GET,/owners/{address},/owners/" + ALICE,
        "GET,/owners/{address},/owners/" + NOBODY + "?refresh=true",
        "GET,/cache,/cache",
        "GET,/overview,/overview",
        "GET,/cache,/cache?limit=2&search=EXAMPLE",
        "GET,/cache,/cache?limit=0",
        "GET,/cache,/cache?peer=nowhere",
        "GET,/peers/{name}/mails,/peers/tokyo/mails?limit=5",
        "GET,/peers/{name}/mails,/peers/nowhere/mails",
        "POST,/peers/{name}/mails/{mail},/peers/tokyo/mails/Mail1-2?action=retry",
        "POST,/peers/{name}/mails/{mail},/peers/tokyo/mails/Mail1-2?action=burn",
        "GET,/gateways/{domain}/mails,/gateways/nowhere.example/mails",
        "GET,/undetermined/mails,/undetermined/mails",
        "POST,/undetermined/mails/{mail},/undetermined/mails/Mail1-2?action=return",
        "GET,/cache/{address},/cache/" + BOB,
        "GET,/cache/{address},/cache/" + NOBODY,
        "DELETE,/cache/{address},/cache/somebody-else@example.com",
        "DELETE,/cache,/cache?domain=elsewhere.example",
        "GET,/pins,/pins",
        "GET,/pins/{address},/pins/pinned@example.com",
        "GET,/pins/{address},/pins/not-pinned@example.com",
        "GET,/owners/{address},/owners/pinned@example.com",
        "PUT,/pins/{address},/pins/pinned@example.com",
        "DELETE,/pins/{address},/pins/not-pinned@example.com",
        "GET,/harvest,/harvest",
        "GET,/harvest,/harvest?limit=0",
        "DELETE,/harvest/{client},/harvest/2001:db8::1",
        "DELETE,/harvest/{client},/harvest/somebody",
        "GET,/conflicts,/conflicts",
        "GET,/rehearsal,/rehearsal",
        "GET,/rehearsal,/rehearsal?limit=0",
        "DELETE,/rehearsal,/rehearsal?peer=tokyo",
        "DELETE,/rehearsal,/rehearsal",
        "POST,/conflicts,/conflicts",
        "GET,/openapi.json,/openapi.json",
        "GET,/peers/{name},/peers/nowhere",
        "POST,/peers,/peers?action=other",
        "GET,/owners/{address},/owners/nobody@elsewhere.example",
        "DELETE,/peers/{name},/peers/tokyo",
        "PUT,/peers/{name},/peers/tokyo"
    })
    void answerShouldBeAsDescribed(String method, String path, String asked) throws Exception {
        HttpResponse<String> answer = paris.send(method, BASE + asked, "");

        JsonNode responses = description
                .path("paths")
                .path(BASE + path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses");
        JsonNode described = responses.path(Integer.toString(answer.statusCode()));
        assertThat(described.isObject())
                .as("%s is among %s", answer.statusCode(), responses)
                .isTrue();
        JsonNode schema = described.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(JsonSchema.mistakes(description, schema, JSON.readTree(answer.body())))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    @Test
    void schemasShouldFindAMistake() throws Exception {
        JsonNode schema = description.path("components").path("schemas").path("CacheEntry");

        assertThat(JsonSchema.mistakes(
                        description, schema, JSON.readTree("{\"nobody\":1,\"foundAt\":\"yesterday\",\"who\":\"x\"}")))
                .containsExactlyInAnyOrder(
                        "$ has no address",
                        "$.nobody is no boolean but 1",
                        "$.foundAt is no time but \"yesterday\"",
                        "$ has who, which is not described");
    }
}
