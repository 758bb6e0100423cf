// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Lists;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A WebAdmin on loopback that says what stands in {@code answers.json}, and writes down what it is asked: one request on each
 * connection. Any thread.
 */
public final class CannedWebAdmin implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket;
    private final ObjectNode answers;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable String token;

    /**
     * A request that came in.
     *
     * @param condition the header that has it done under that condition only; empty: in any case
     */
    public record Asked(String request, @Nullable String authorization, String body, String condition) {}

    public CannedWebAdmin() {
        try (InputStream in = Objects.requireNonNull(CannedWebAdmin.class.getResourceAsStream("answers.json"))) {
            answers = (ObjectNode) JSON.readTree(in);
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "canned-webadmin");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    /** From now on it wants this token. */
    public CannedWebAdmin wants(String value) {
        token = value;
        return this;
    }

    /**
     * What it says to a request from now on.
     *
     * @param json empty: nothing
     */
    public CannedWebAdmin on(String request, int status, String json) {
        try {
            ObjectNode answer = answers.putObject(request).put("status", status);
            if (!json.isEmpty()) {
                answer.set("body", JSON.readTree(json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** From now on each text in what it says is this one, and each object has a field of that name besides. */
    public CannedWebAdmin saysNothingBut(String text) {
        answers.forEach(answer -> replaceTexts(answer.path("body"), text));
        return this;
    }

    private static void replaceTexts(JsonNode node, String text) {
        if (node instanceof ObjectNode object) {
            for (String name : Lists.newArrayList(object.fieldNames())) {
                if (object.path(name).isTextual()) {
                    object.put(name, text);
                }
                replaceTexts(object.path(name), text);
            }
            object.put(text, text);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.path(i).isTextual()) {
                    array.set(i, text);
                }
                replaceTexts(array.path(i), text);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.getOutputStream().write(answer(connection.getInputStream()));
            } catch (IOException e) {
                // Closed by the test, or by a client that does not wait.
            }
        }
    }

    private byte[] answer(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String request = String.valueOf(reader.readLine()).replace(" HTTP/1.1", "");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("Content-Length", "0"))];
        int read = 0;
        while (read < body.length) {
            read += reader.read(body, read, body.length - read);
        }
        String authorization = headers.get("Authorization");
        String condition = Stream.of("If-Match", "If-None-Match")
                .filter(headers::containsKey)
                .map(name -> name + ": " + headers.get(name))
                .collect(Collectors.joining(", "));
        asked.add(new Asked(request, authorization, new String(body), condition));
        return token == null || ("Bearer " + token).equals(authorization)
                ? response(answers.path(request))
                : response(401, "{\"statusCode\":401,\"message\":\"No Bearer authentication\"}");
    }

    private static byte[] response(JsonNode answer) {
        return response(
                answer.path("status").asInt(404),
                answer.has("body") ? answer.path("body").toString() : "");
    }

    private static byte[] response(int status, String body) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .withLocale(Locale.ROOT)
                .format(Clock.systemUTC().instant().atOffset(ZoneOffset.UTC));
        String length = status == 204 ? "" : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return ("HTTP/1.1 " + status + " x\r\nDate: " + date + "\r\nContent-Type: application/json\r\n" + length
                        + "Connection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
