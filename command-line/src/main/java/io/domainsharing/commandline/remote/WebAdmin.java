// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.CharMatcher;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import io.domainsharing.commandline.terminal.ExitCode;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** James's WebAdmin over HTTP. Follows no redirection, so that the token goes nowhere else. Blocks its caller. */
public final class WebAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI url;
    private final @Nullable String token;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * Connects with the first request.
     *
     * @param token null: none is sent
     * @param timeout for each request, to the last octet of its answer
     */
    public WebAdmin(URI url, @Nullable String token, Duration timeout) {
        this.url = url;
        this.token = token;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
                .build();
    }

    /**
     * A URL as it is given on the command line.
     *
     * @throws IllegalArgumentException it is none; the message says what one looks like
     */
    public static URI url(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw noUrl(text);
        }
        throw noUrl(text);
    }

    private static IllegalArgumentException noUrl(String text) {
        return new IllegalArgumentException("'" + text + "' is not a URL such as http://127.0.0.1:8000");
    }

    public URI url() {
        return url;
    }

    /** Whether anybody on the way could read the token. */
    public boolean sendsTokenInTheClear() {
        return token != null && Token.isSentInTheClear(url);
    }

    /** Every peer. */
    public Answer peers() {
        return send(Request.get("/peers", Shape.LIST));
    }

    /** One peer. */
    public Answer peer(String name) {
        return send(Request.get("/peers/" + Request.encoded(name), Shape.objectWith("name")));
    }

    /** Has the server ask one peer now. */
    public Answer test(String peer) {
        return send(Request.post("/peers/" + Request.encoded(peer) + "?action=test"));
    }

    Answer send(Request request) {
        long started = System.nanoTime();
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(http(request), head -> new LimitedBody());
        try {
            // The request's own timeout is over once the headers are there.
            HttpResponse<String> whole = response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answer(request, whole, Duration.ofNanos(System.nanoTime() - started));
        } catch (TimeoutException e) {
            response.cancel(true);
            return late();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                return late();
            }
            // Whatever Java's client makes of an answer that is no HTTP, such as a NumberFormatException.
            return unreachable(reason(Optional.ofNullable(e.getCause()).orElse(e)));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            return new Failed(ExitCode.TROUBLE_HERE, "interrupted");
        }
    }

    private HttpRequest http(Request request) {
        String base = CharMatcher.is('/').trimTrailingFrom(url.toString());
        JsonNode body = request.body();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.path()))
                .timeout(timeout)
                .header("Accept", "application/json")
                .method(
                        request.method(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            // Without it, James sees an empty body.
            builder.header("Content-Type", "application/json");
        }
        if (request.condition() != null) {
            builder.header(request.condition(), "*");
        }
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return builder.build();
    }

    private Answer answer(Request request, HttpResponse<String> response, Duration took) {
        Optional<JsonNode> body = json(response.body());
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return body.filter(request.expected()::fits)
                    .<Answer>map(json -> new Done(json, date(response), took))
                    .orElseGet(() -> new Failed(ExitCode.TROUBLE_HERE, nonsense(body.isPresent())));
        }
        String said = body.map(json -> json.path("message").asText("")).orElse("");
        String reason = (said.isEmpty() ? url + " refused the request" : said) + " (HTTP " + status + ")";
        return switch (status) {
            case 403 -> new Failed(ExitCode.NOT_ALLOWED, reason);
            case 401 -> new Failed(
                    ExitCode.NOT_ALLOWED,
                    token == null
                            ? url + " wants a token (HTTP " + status
                                    + "). Put it into the environment variable DOMAIN_SHARING_TOKEN, or name another one by --token-env"
                            : url + " does not take this token (HTTP " + status
                                    + "). Is it of this server, and still valid?");
            case 404 -> new Failed(
                    ExitCode.NOT_FOUND,
                    said.isEmpty() || said.contains("can not be found")
                            ? url
                                    + " does not have this route (HTTP 404). Is DomainSharingRoutes in extensions.routes of"
                                    + " conf/webadmin.properties, and is the JAR of this version?"
                            : said + " (HTTP 404)");
            case 412 -> request.method().equals("DELETE")
                    ? new Failed(ExitCode.NOT_FOUND, reason)
                    : new Failed(ExitCode.CONFLICT, reason + ". --replace takes its place");
            case 409 -> new Failed(ExitCode.CONFLICT, reason);
            default -> new Failed(ExitCode.REFUSED, reason);
        };
    }

    private String nonsense(boolean isJson) {
        return url + " answers with something else than " + (isJson ? "was asked for" : "JSON") + ": is it WebAdmin?";
    }

    private static Optional<JsonNode> json(String body) {
        if (body.isBlank()) {
            return Optional.of(MissingNode.getInstance());
        }
        try {
            return Optional.ofNullable(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant date(HttpResponse<String> response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
                    .orElse(null);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private Failed late() {
        return unreachable("does not answer within " + timeout.toMillis() + " ms");
    }

    private Failed unreachable(String why) {
        return new Failed(
                ExitCode.UNREACHABLE,
                "WebAdmin at " + url + ": " + why
                        + ". Is James running, with WebAdmin on (conf/webadmin.properties)? --webadmin names another place");
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its host name has no address";
            }
        }
        return failure instanceof ConnectException
                ? "nobody listens there"
                : "the connection failed: "
                        + Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    }
}
