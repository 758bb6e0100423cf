// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies of Redis: RESP2 (redis.io, "Redis serialization protocol specification"). A reply is a text, a Long, a List of
 * replies or null. Used by one thread at a time; blocks.
 */
final class RespCodec {
    /** Octets of one text: the largest entry is the peers of a site. */
    static final int LONGEST_TEXT = 16 * 1024 * 1024;
    /** Elements of one list: the entries of one kind, names and texts. */
    static final int LONGEST_LIST = 100_000;

    private static final int LONGEST_LINE = 1_024;
    private static final int DEEPEST = 4;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final DataInputStream in;
    private final OutputStream out;

    RespCodec(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Sends a command with its arguments. */
    void send(List<String> words) throws IOException {
        line('*', words.size());
        for (String word : words) {
            byte[] octets = word.getBytes(UTF_8);
            line('$', octets.length);
            out.write(octets);
            out.write(LINE_END);
        }
        out.flush();
    }

    private void line(char kind, int number) throws IOException {
        out.write((kind + Integer.toString(number)).getBytes(UTF_8));
        out.write(LINE_END);
    }

    /**
     * The next reply.
     *
     * @throws RedisErrorException it is an error
     * @throws IOException it is none, or does not come
     */
    @Nullable
    Object receive() throws IOException {
        return receive(0);
    }

    private @Nullable Object receive(int depth) throws IOException {
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("Redis has closed the connection");
        }
        String line = readLine();
        return switch (kind) {
            case '+' -> line;
            case '-' -> throw new RedisErrorException(line);
            case ':' -> number(line);
            case '$' -> text(length(line, LONGEST_TEXT));
            case '*' -> list(length(line, LONGEST_LIST), depth);
            default -> throw new IOException("What answers is no Redis");
        };
    }

    private @Nullable String text(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] octets = in.readNBytes(length);
        if (octets.length < length || in.read() != '\r' || in.read() != '\n') {
            throw new EOFException("A text of Redis has ended early");
        }
        return new String(octets, UTF_8);
    }

    private @Nullable List<@Nullable Object> list(int length, int depth) throws IOException {
        if (length < 0) {
            return null;
        }
        if (depth >= DEEPEST) {
            throw new IOException("What Redis says is nested too deeply");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(receive(depth + 1));
        }
        return elements;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0 || line.length() >= LONGEST_LINE) {
                throw new EOFException("A line of Redis does not end");
            }
            line.append((char) c);
        }
        if (in.read() != '\n') {
            throw new IOException("A line of Redis does not end as it must");
        }
        return line.toString();
    }

    private static int length(String line, int most) throws IOException {
        long length = number(line);
        if (length < -1 || length > most) {
            throw new IOException("Redis announces " + length + ", which is more than is taken");
        }
        return (int) length;
    }

    private static long number(String line) throws IOException {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new IOException("Redis says a number that is none", e);
        }
    }
}
