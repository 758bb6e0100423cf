// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Whoever listens on loopback instead of WebAdmin: a head at once, and a body that does not end. One connection. */
final class UnendingWebAdmin implements AutoCloseable {
    private final ServerSocket socket;

    /** @param body sent again and again; empty: nothing comes behind the head */
    UnendingWebAdmin(byte[] body) {
        try {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(body), "unending-webadmin");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(byte[] body) {
        try (Socket connection = socket.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            while (body.length > 0) {
                out.write(body);
            }
            // Until the client goes away.
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has gone, or the test is over.
        }
    }
}
