// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.webadmin.CORSFilter;
import org.apache.james.webadmin.routes.CORSRoute;
import org.junit.jupiter.api.AfterEach;
import spark.Service;

/** A guarded Spark with one route of each method. */
abstract class RequestGuardFixture {
    static final String JSON = "Content-Type: application/json";
    static final String CONFIGURED = "admin.example";

    final AtomicInteger calls = new AtomicInteger();
    final Service spark = Service.ignite().ipAddress("127.0.0.1").port(0);

    /** As James puts its CORS headers before everything else. */
    void start(String corsOrigin) {
        spark.before(new CORSFilter(corsOrigin));
        new CORSRoute().define(spark);
        RequestGuard guard = new RequestGuard(
                new OwnHosts(
                        List.of(HostAndPort.fromString(CONFIGURED), HostAndPort.fromString("proxy.example:8443")),
                        "James.internal"),
                corsOrigin);
        spark.before(DomainSharingRoutes.BASE + "/*", guard);
        spark.get(DomainSharingRoutes.BASE + "/thing", (request, response) -> "got " + calls.incrementAndGet());
        spark.get(DomainSharingRoutes.PAGE, (request, response) -> "page " + calls.incrementAndGet());
        spark.put(DomainSharingRoutes.BASE + "/thing", (request, response) -> "put " + calls.incrementAndGet());
        spark.post(DomainSharingRoutes.BASE + "/thing", (request, response) -> "post " + calls.incrementAndGet());
        spark.delete(DomainSharingRoutes.BASE + "/thing", (request, response) -> "gone " + calls.incrementAndGet());
        spark.awaitInitialization();
    }

    @AfterEach
    void tearDown() {
        spark.stop();
    }

    String ask(String method, String host, String body, String... headers) throws IOException {
        return askFor(DomainSharingRoutes.BASE + "/thing", method, host, body, headers);
    }

    String askFor(String path, String method, String host, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return raw(request.append("Content-Length: ").append(body.length()) + "\r\nConnection: close\r\n\r\n" + body);
    }

    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), spark.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
