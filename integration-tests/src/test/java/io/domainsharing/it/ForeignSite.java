// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A web site that is none of this server's: every page of it is empty, and tests put their scripts there. */
final class ForeignSite implements AutoCloseable {
    private static final String PAGE = "<!DOCTYPE html><title>elsewhere</title><body></body>";

    private final ServerSocket socket;

    private ForeignSite(ServerSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::serve, "foreign-site");
        thread.setDaemon(true);
        thread.start();
    }

    static ForeignSite on(String host) {
        try {
            return new ForeignSite(new ServerSocket(0, 50, InetAddress.getByName(host)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://" + socket.getInetAddress().getHostAddress() + ':' + socket.getLocalPort() + '/';
    }

    // One request on each connection; a browser also opens some that it sends nothing on.
    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.setSoTimeout(1_000);
                if (connection.getInputStream().read(new byte[65_536]) > 0) {
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                                            + PAGE.length() + "\r\nConnection: close\r\n\r\n" + PAGE)
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // Closed by the test, or by a browser that does not wait.
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
