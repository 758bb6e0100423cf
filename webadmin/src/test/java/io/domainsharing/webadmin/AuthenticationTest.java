// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import spark.Service;
import spark.Spark;

/** What passes the filter before the routes. With a real James: WebAdminTokenIT. */
@Tag("O2")
class AuthenticationTest {
    /** As James's JwtFilter to somebody without a token. */
    static final AuthenticationFilter LIKE_JAMES = (request, response) -> {
        if (!request.requestMethod().equals("OPTIONS")) {
            throw Spark.halt(401);
        }
    };

    private final HttpClient client = HttpClient.newHttpClient();
    private final Service spark = Service.ignite().ipAddress("127.0.0.1").port(0);

    @BeforeEach
    void setUp() throws Exception {
        ((DomainSharingRoutes) OpenApiTest.made(DomainSharingRoutes.class)).define(spark);
        spark.awaitInitialization();
    }

    @AfterEach
    void tearDown() {
        spark.stop();
    }

    @Test
    void onlyThePageShouldBeThereForAStranger() throws Exception {
        assertThat(answer("GET", "/domain-sharing/ui", "GET").statusCode()).isEqualTo(400);
        assertThat(answer("GET", "/domain-sharing/ui").statusCode()).isEqualTo(200);
        assertThat(answer("GET", "/domain-sharing/openapi.json").statusCode()).isEqualTo(401);
    }

    @Test
    void noRouteShouldRunInPlaceOfTheMethodThatWasSent() throws Exception {
        assertThat(answer("OPTIONS", "/domain-sharing/openapi.json", "GET").statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> answer(String method, String path, String... override) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + spark.port() + path))
                .method(method, BodyPublishers.noBody());
        for (String other : override) {
            request.header("X-HTTP-Method-Override", other);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
