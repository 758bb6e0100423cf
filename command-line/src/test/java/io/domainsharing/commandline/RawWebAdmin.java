// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What listens on loopback and says to whatever it is asked these octets, HTTP or not. Any thread. */
final class RawWebAdmin implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] response;

    RawWebAdmin(String response) {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.response = response.getBytes(StandardCharsets.UTF_8);
        Thread thread = new Thread(this::serve, "raw-webadmin");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that says this with status 200. */
    static RawWebAdmin ofBody(String body) {
        return new RawWebAdmin("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                String line = reader.readLine();
                while (line != null && !line.isEmpty()) {
                    line = reader.readLine();
                }
                connection.getOutputStream().write(response);
            } catch (IOException e) {
                // Closed by the test, or by a client that does not wait.
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
}
