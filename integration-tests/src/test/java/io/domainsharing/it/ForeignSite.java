// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web site that is none of this server's: every page of it is empty, and tests put their scripts there. */
final class ForeignSite implements AutoCloseable {
    private static final byte[] PAGE =
            "<!DOCTYPE html><title>elsewhere</title><body></body>".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private ForeignSite(HttpServer server) {
        this.server = server;
    }

    static ForeignSite on(String host) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), Endpoints.freePort(host)), 0);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, PAGE.length);
                exchange.getResponseBody().write(PAGE);
                exchange.close();
            });
            server.start();
            return new ForeignSite(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ':' + address.getPort() + '/';
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
