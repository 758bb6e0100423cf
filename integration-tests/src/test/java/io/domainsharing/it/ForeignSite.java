// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A web site that is none of this server's: every page of it is empty, and tests put their scripts there. */
final class ForeignSite implements AutoCloseable {
    private static final String PAGE = "<!DOCTYPE html><title>elsewhere</title><body></body>";

    private final TcpListener listener;

    private ForeignSite(InetSocketAddress address) {
        this.listener = TcpListener.on(address, "foreign-site", ForeignSite::serve);
    }

    static ForeignSite on(String host) {
        return new ForeignSite(new InetSocketAddress(host, Endpoints.freePort(host)));
    }

    String url() {
        return "http://" + listener.address() + '/';
    }

    // One request on each connection; a browser also opens some that it sends nothing on.
    private static void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(1_000);
            if (connection.getInputStream().read(new byte[65_536]) > 0) {
                connection
                        .getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                                        + PAGE.length() + "\r\nConnection: close\r\n\r\n" + PAGE)
                                .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // A browser does not wait.
            return;
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
