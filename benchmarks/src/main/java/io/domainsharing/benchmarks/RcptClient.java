// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An SMTP connection that costs as little as it can beside the server that is measured. One thread. */
final class RcptClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final byte[] MAIL = line("MAIL FROM:<sender@example.net>");
    private static final byte[] RSET = line("RSET");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[4096];

    private RcptClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects, greets and begins a transaction. */
    static RcptClient connect(InetSocketAddress server) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            RcptClient client = new RcptClient(socket);
            client.expect(220, client.readCode());
            client.expect(250, client.send(line("EHLO client.example.net")));
            client.expect(250, client.send(MAIL));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(server.toString(), e);
        }
    }

    static byte[] rcpt(String recipient) {
        return line("RCPT TO:<" + recipient + ">");
    }

    private static byte[] line(String command) {
        return (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends the transaction and begins a new one. */
    void again() {
        expect(250, send(RSET));
        expect(250, send(MAIL));
    }

    /** Sends a line and returns the code of its answer. */
    int send(byte[] line) {
        try {
            out.write(line);
            return readCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is pipelined, so whatever has come when a last line is complete is one answer. */
    private int readCode() throws IOException {
        int end = 0;
        int start = 0;
        while (true) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                throw new IOException("closed by the server");
            }
            int from = end;
            end += read;
            for (int i = from; i < end; i++) {
                if (buffer[i] == '\n') {
                    if (buffer[start + 3] != '-') {
                        return (buffer[start] - '0') * 100 + (buffer[start + 1] - '0') * 10 + buffer[start + 2] - '0';
                    }
                    start = i + 1;
                }
            }
        }
    }

    private void expect(int expected, int code) {
        if (code != expected) {
            throw new IllegalStateException("answer " + code + ", not " + expected);
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
}
