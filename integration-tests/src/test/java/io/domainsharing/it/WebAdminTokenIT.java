// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebAdmin that wants a token wants it for everything of Domain Sharing but the page that asks for it. */
@Tag("O2")
@ExtendWith({NoLeftovers.class, GuardedServer.Shared.class})
class WebAdminTokenIT {
    private final GuardedServer server;
    private final WebAdmin stranger;

    WebAdminTokenIT(GuardedServer server) {
        this.server = server;
        this.stranger = server.kyoto.webAdmin();
    }

    @Test
    void pageShouldBeServedWithoutATokenAndTrustNobody() {
        HttpResponse<String> page = stranger.send("GET", "/domain-sharing/ui", "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!DOCTYPE html>").doesNotContain("example.com\"}", "mallory", "kyoto");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void everythingElseShouldNeedAToken() {
        List<String> routes = new ArrayList<>(List.of("get /domain-sharing/nothing"));
        server.webAdmin()
                .get("/domain-sharing/openapi.json")
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> routes.add(method + ' ' + path.getKey())));
        assertThat(routes.remove("get /domain-sharing/ui")).isTrue();

        AdminTokens otherKey = new AdminTokens();
        assertThat(routes).hasSizeGreaterThan(15).allSatisfy(route -> {
            String[] parts = route.split(" ", 2);
            String method = parts[0].toUpperCase(Locale.ROOT);
            String path = parts[1].replaceAll("\\{.*?}", "mallory");
            HttpResponse<String> refusal = stranger.send(method, path, "");
            assertThat(refusal.statusCode()).isEqualTo(401);
            assertThat(refusal.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(stranger.withToken(server.tokens.token(false))
                            .send(method, path, "")
                            .statusCode())
                    .as("of no administrator")
                    .isEqualTo(401);
            assertThat(stranger.withToken(otherKey.token(true))
                            .send(method, path, "")
                            .statusCode())
                    .as("signed by somebody else")
                    .isEqualTo(401);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/domain-sharing/ui/",
                "/domain-sharing/ui/../peers",
                "/domain-sharing/ui;x=/../peers",
                "/domain-sharing/%75i",
                "/domain-sharing//ui",
                "/domain-sharing/ui/peers",
                "/domain-sharing/peers;/domain-sharing/ui"
            })
    void noOtherWayOfWritingAPathShouldPassForThePage(String path) {
        // 400: Jetty does not like such a path.
        assertThat(stranger.send("GET", path, "").statusCode()).isIn(400, 401);
        assertThat(stranger.send("POST", "/domain-sharing/ui", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/domain-sharing", "/domain-sharing/peers", "/domain-sharing/conflicts", "/domain-sharing/ui"})
    void tokenShouldOpenTheRest(String path) {
        assertThat(server.webAdmin().send("GET", path, "").statusCode()).isEqualTo(200);
    }

    // James's filter lets OPTIONS pass, and its WebAdmin then runs the method that the header names.
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void methodInAHeaderShouldNotPassByTheToken(String method) throws IOException, InterruptedException {
        assertThat(optionsFor(method, "/domain-sharing/peers/oslo")).isEqualTo(400);
        assertThat(optionsFor(method, "/domain-sharing/ui")).isEqualTo(400);
        assertThat(server.webAdmin().get("/domain-sharing/peers").toString()).doesNotContain("oslo");
    }

    private int optionsFor(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stranger.url(path)))
                .timeout(Duration.ofSeconds(30))
                .header("X-HTTP-Method-Override", method)
                .method("OPTIONS", BodyPublishers.ofString("{\"smtp\":[\"127.0.0.1:25\"]}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
