// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP as anybody may send it, which Java's own client does not: any {@code Host}, any {@code Origin}, any framing. */
final class RawHttp {
    private final Endpoints server;

    RawHttp(Endpoints server) {
        this.server = server;
    }

    /**
     * The whole answer.
     *
     * @param head the request line and the headers, each on a line of its own
     */
    String send(String head, String body) {
        String length = head.contains("Transfer-Encoding") ? "" : "Content-Length: " + body.length() + "\r\n";
        String request = head.strip().replaceAll("\n+", "\r\n") + "\r\n" + length + "Connection: close\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getByName(server.host()), server.webAdmin())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(head, e);
        }
    }

    /** The status of the answer. */
    int status(String head, String body) {
        return Integer.parseInt(send(head, body).split(" ", 3)[1]);
    }
}
