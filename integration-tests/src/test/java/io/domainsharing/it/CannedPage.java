// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The status page as James serves it, with an overview of the test's choice behind it: one request on each connection. Any thread. */
final class CannedPage implements AutoCloseable {
    private static final String POLICY = "Content-Security-Policy";
    private static final String IF_NONE_MATCH = "if-none-match: ";

    private final ServerSocket socket;
    private final HttpResponse<String> page;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String overview = "{}";
    private volatile int status = 200;

    /** @param page James's own answer */
    CannedPage(HttpResponse<String> page) {
        this.page = page;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::serve);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "canned-page");
        thread.setDaemon(true);
        thread.start();
    }

    // A browser opens connections that it may need: none of them is waited for.
    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                start(() -> answer(connection));
            } catch (IOException e) {
                // Closed by the test.
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String request = in.readLine();
            String tag = null;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.regionMatches(true, 0, IF_NONE_MATCH, 0, IF_NONE_MATCH.length())) {
                    tag = line.substring(IF_NONE_MATCH.length());
                }
            }
            if (request != null) {
                String answer = request.contains("/overview ") ? overview(tag) : page();
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The browser does not wait for it.
        }
    }

    private String page() {
        String policy = page.headers().firstValue(POLICY).orElseThrow();
        return response(200, "Content-Type: text/html; charset=utf-8\r\n" + POLICY + ": " + policy, page.body());
    }

    private String overview(@Nullable String known) {
        asked.incrementAndGet();
        String tag = "\"" + overview.hashCode() + "\"";
        int code = status == 200 && tag.equals(known) ? 304 : status;
        return response(code, "Content-Type: application/json\r\nETag: " + tag, code == 200 ? overview : "");
    }

    private static String response(int code, String headers, String body) {
        String length = code == 304 ? "" : "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + code + " x\r\nConnection: close\r\n" + headers + length + "\r\n\r\n" + body;
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
        return "http://127.0.0.1:" + socket.getLocalPort() + "/domain-sharing/ui";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
