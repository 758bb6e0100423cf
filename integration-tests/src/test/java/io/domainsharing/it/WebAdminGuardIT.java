// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a WebAdmin refuses before it looks at the token, what it serves behind a proxy, and how much it reads. */
@Tag("T2")
@ExtendWith({NoLeftovers.class, GuardedServer.Shared.class})
class WebAdminGuardIT {
    private static final String PEER = "/domain-sharing/peers/guarded";
    private static final String BODY = "{\"smtp\":[\"127.0.0.1:25\"]}";
    private static final String JSON = "Content-Type: application/json\n";

    private final WebAdmin webAdmin;
    private final RawHttp http;
    private final String own;
    private final String token;

    WebAdminGuardIT(GuardedServer server) {
        this.webAdmin = server.webAdmin();
        Endpoints endpoints = server.kyoto.endpoints();
        this.http = new RawHttp(endpoints);
        this.own = endpoints.host() + ':' + endpoints.webAdmin();
        this.token = "Authorization: Bearer " + server.tokens.token(true) + '\n';
    }

    @BeforeEach
    @AfterEach
    void remove() {
        webAdmin.send("DELETE", PEER, "");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, '', 421",
        "evil.example:8000, 'Origin: http://evil.example:8000', 421",
        "evil.example:8000, 'X-Forwarded-Host: 127.0.0.1', 421",
        "evil.example:8000, 'Forwarded: host=localhost', 421",
        "OWN, 'Origin: http://evil.example', 403",
        "OWN, 'Origin: null', 403",
        "OWN, 'Sec-Fetch-Site: cross-site', 403",
        "OWN, 'Sec-Fetch-Site: same-site', 403",
        "mail-admin.example.com, 'Origin: https://evil.example', 403",
        "OWN, 'X-HTTP-Method-Override: GET', 400",
    })
    void foreignRequestShouldBeRefusedWithAndWithoutTheTokenWhateverTheMethod(String host, String header, int status) {
        for (String credentials : new String[] {"", token}) {
            for (String method : new String[] {"GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"}) {
                String answer = http.send(
                        method + ' ' + PEER + " HTTP/1.1\nHost: " + host.replace("OWN", own) + '\n' + header + '\n'
                                + JSON + credentials,
                        method.equals("PUT") ? BODY : "");

                assertThat(answer)
                        .startsWith("HTTP/1.1 " + status + ' ')
                        .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Cache-Control: no-store")
                        .doesNotContainIgnoringCase("Access-Control");
                if (!method.equals("HEAD")) {
                    assertThat(answer).contains("{\"statusCode\":" + status);
                }
            }
        }
        assertThat(webAdmin.send("GET", PEER, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: mail-admin.example.com\nOrigin: https://mail-admin.example.com\nSec-Fetch-Site: same-origin",
                "Host: OWN\nX-Forwarded-Host: mail-admin.example.com\nX-Forwarded-Proto: https\nX-Forwarded-For: 192.0.2.7"
                        + "\nOrigin: https://mail-admin.example.com",
                "Host: OWN\nOrigin: https://mail-admin.example.com\nSec-Fetch-Site: same-origin",
                "Host: OWN\nForwarded: for=192.0.2.7;host=mail-admin.example.com;proto=https",
                "Host: OWN\nOrigin: http://OWN",
                "Host: localhost:8000",
            })
    void proxyWithAConfiguredNameAndTheOwnPageShouldBeServed(String headers) {
        String head = " HTTP/1.1\n" + headers.replace("OWN", own) + '\n' + token;

        assertThat(http.status("PUT " + PEER + head + JSON, BODY)).isEqualTo(204);
        assertThat(http.send("GET " + PEER + head, ""))
                .startsWith("HTTP/1.1 200")
                .doesNotContainIgnoringCase("Access-Control");
        assertThat(http.status("GET " + PEER + head.replace(token, ""), "")).isEqualTo(401);
        assertThat(http.status("POST " + PEER + "/flush" + head, "")).isEqualTo(204);
        assertThat(http.status("DELETE " + PEER + head, "")).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void writeThatIsNotJsonShouldBeRefused(String type) {
        String head = " HTTP/1.1\nHost: " + own + "\nContent-Type: " + type + '\n' + token;

        assertThat(http.status("PUT " + PEER + head, BODY)).isEqualTo(415);
        assertThat(http.status("POST /domain-sharing/conflicts" + head, "")).isEqualTo(415);
        assertThat(http.status("DELETE /domain-sharing/cache" + head, "")).isEqualTo(415);
        assertThat(webAdmin.send("GET", PEER, "").statusCode()).isEqualTo(404);
    }

    /** With a body whose length is told, and with one whose length is not. */
    @Test
    void peerWithALotOfHostsShouldBeRefusedAtOnce() {
        String head = "PUT " + PEER + " HTTP/1.1\nHost: " + own + '\n' + JSON + token;
        String huge = hosts(200_000);

        assertTimeout(Duration.ofSeconds(10), () -> {
            assertThat(http.status(head, huge)).isEqualTo(413);
            assertThat(http.send(head + "Transfer-Encoding: chunked\n", chunked(huge)))
                    .startsWith("HTTP/1.1 411");
        });
        HttpResponse<String> seventeen = webAdmin.send("PUT", PEER, hosts(17));
        assertThat(seventeen.statusCode()).isEqualTo(400);
        assertThat(seventeen.body()).contains("smtp: is a list of 17. Write at most 16 values");
        assertThat(webAdmin.send("PUT", PEER, hosts(16)).statusCode()).isEqualTo(204);
    }

    @Test
    void misspeltKeyShouldBeNamedWithTheOneThatIsMeant() {
        assertThat(webAdmin.send("PUT", PEER, "{\"smpt\":[\"h\"]}").body())
                .contains("unknown key smpt; did you mean smtp");
    }

    @Test
    void conditionsShouldKeepWhatIsThereAndTellWhatIsNot() {
        String head = PEER + " HTTP/1.1\nHost: " + own + '\n' + JSON + token;

        assertThat(http.status("DELETE " + head + "If-Match: *\n", "")).isEqualTo(412);
        assertThat(http.status("PUT " + head + "If-None-Match: *\n", BODY)).isEqualTo(204);
        assertThat(http.status("PUT " + head + "If-None-Match: *\n", "{\"smtp\":[\"127.0.0.2:25\"]}"))
                .isEqualTo(412);
        assertThat(webAdmin.get(PEER).path("smtp").get(0).asText()).isEqualTo("127.0.0.1:25");
        assertThat(http.status("DELETE " + head + "If-Match: *\n", "")).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /domain-sharing/owners/control@example.com?refresh=true",
                "GET /domain-sharing/peers",
                "GET /domain-sharing/peers/mallory",
                "GET /domain-sharing/owners/%E2%80%AE%C2%9B@example.com",
                "GET /domain-sharing/cache/%E2%80%AE%C2%9B@example.com",
                "DELETE /domain-sharing/peers/%1B%5B2J%C2%9B",
                "DELETE /domain-sharing/peers/guarded?queue=%1B%C2%9B%E2%80%AE",
                "GET /domain-sharing/secondaries"
            })
    void answerShouldHoldNothingThatMovesACursor(String request) {
        assertThat(webAdmin.get("/domain-sharing/owners/control@example.com?refresh=true")
                        .toString())
                .contains("it holds the byte 0x1B");

        assertThat(http.send(request + " HTTP/1.1\nHost: " + own + '\n' + token, ""))
                .matches("[ -~\r\n]*");
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static String hosts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"h" + i + ".example:25\"")
                .collect(Collectors.joining(",", "{\"smtp\":[", "]}"));
    }
}
