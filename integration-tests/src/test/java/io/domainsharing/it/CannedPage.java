// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The status page as James serves it, with an overview of the test's choice behind it. Any thread. */
final class CannedPage implements AutoCloseable {
    private static final String POLICY = "Content-Security-Policy";

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String overview = "{}";
    private volatile int status = 200;

    /** @param page James's own answer */
    CannedPage(HttpResponse<String> page) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String policy = page.headers().firstValue(POLICY).orElseThrow();
        server.createContext("/domain-sharing/ui", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set(POLICY, policy);
            answer(exchange, 200, page.body());
        });
        server.createContext("/domain-sharing/overview", this::overview);
        server.start();
    }

    private void overview(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String tag = "\"" + overview.hashCode() + "\"";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("ETag", tag);
        boolean isSame = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        answer(exchange, status == 200 && isSame ? 304 : status, status == 200 && !isSame ? overview : "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    CannedPage show(JsonNode value) {
        overview = value.toString();
        return this;
    }

    /** From now on it answers so. */
    void fail(int code) {
        status = code;
    }

    /** How often it was asked for the overview. */
    int asked() {
        return asked.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/domain-sharing/ui";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
