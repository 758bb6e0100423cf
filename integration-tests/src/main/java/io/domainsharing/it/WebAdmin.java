// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** James's administration over HTTP. Any thread. */
public final class WebAdmin {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String base;
    private final @Nullable String token;

    WebAdmin(Endpoints endpoints) {
        this("http://" + endpoints.host() + ':' + endpoints.webAdmin(), null);
    }

    private WebAdmin(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** The same, with this JSON Web Token in each request. */
    public WebAdmin withToken(String jwt) {
        return new WebAdmin(base, jwt);
    }

    /** For a browser. */
    public String url(String path) {
        return base + path;
    }

    public WebAdmin domain(String domain) {
        return expect(204, "PUT", "/domains/" + domain, "");
    }

    /** Makes an account; one that the server has kept over a restart gets this password. */
    public WebAdmin user(String address, String password) {
        return expect(204, "PUT", "/users/" + address + "?force", "{\"password\":\"" + password + "\"}");
    }

    /** Mail for {@code source} goes to {@code destination}. */
    public WebAdmin alias(String source, String destination) {
        return expect(204, "PUT", "/address/aliases/" + destination + "/sources/" + source, "");
    }

    public WebAdmin forward(String source, String destination) {
        return expect(204, "PUT", "/address/forwards/" + source + "/targets/" + destination, "");
    }

    public WebAdmin group(String group, String member) {
        return expect(204, "PUT", "/address/groups/" + group + "/" + member, "");
    }

    /** How many mails are in a queue, or wait beside it in a repository; 0 when there is no such queue yet. */
    public int queueSize(String queue) {
        return sizeAt("/mailQueues/" + queue) + sizeAt("/mailRepositories/var%2Fmail%2F" + queue);
    }

    private int sizeAt(String path) {
        HttpResponse<String> response = send("GET", path, "");
        return response.statusCode() == 404 ? 0 : json(response).path("size").asInt();
    }

    public JsonNode get(String path) {
        return json(send("GET", path, ""));
    }

    /** Any request; the body, when there is one, is JSON. */
    public HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        HttpRequest request = builder.build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private WebAdmin expect(int status, String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() != status) {
            throw new IllegalStateException(method + ' ' + path + ": " + response.statusCode() + ' ' + response.body());
        }
        return this;
    }

    /**
     * The JSON of an answer.
     *
     * @throws IllegalStateException it is not a 200
     */
    public static JsonNode json(HttpResponse<String> response) {
        try {
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        response.request() + ": " + response.statusCode() + ' ' + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }
}
