// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spark.Service;

/** What a browser, a proxy and a program without either may send. With a real James and a real browser: ForeignPageIT. */
@Tag("T2")
class RequestGuardTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String CONFIGURED = "admin.example";

    private final AtomicInteger calls = new AtomicInteger();
    private final Service spark = Service.ignite().ipAddress("127.0.0.1").port(0);

    /** As James puts its CORS headers before everything else. */
    private void start(String corsOrigin) {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8000",
                "192.0.2.7:9",
                "[::1]:8000",
                "[2001:db8::1]",
                "localhost",
                "LocalHost:8000",
                "admin.example",
                "ADMIN.example:444",
                "proxy.example",
                "james.internal:8000"
            })
    void requestShouldBeServedUnderEachNameOfThisServer(String host) throws Exception {
        start("*");

        assertThat(ask("GET", host, "")).startsWith("HTTP/1.1 200").contains("got 1");
        assertThat(ask("PUT", host, "{}", JSON)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8000",
                "evil.example",
                "127.0.0.1.evil.example:8000",
                "localhost.evil.example",
                "evil-localhost",
                "localhost.",
                "admin.example.evil.example",
                "evil.example:127.0.0.1",
                "user@127.0.0.1:8000",
                ""
            })
    void requestUnderAnotherNameShouldBeMisdirected(String host) throws Exception {
        start("*");

        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH")) {
            // Jetty itself does not like some of them.
            assertThat(ask(method, host, "")).containsPattern("^HTTP/1.1 4(21|00) ");
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void requestWithoutAHostShouldBeMisdirected() throws Exception {
        start("*");

        assertThat(raw("GET /domain-sharing/thing HTTP/1.0\r\n\r\n")).contains(" 421 ");
        assertThat(raw("GET /domain-sharing/thing HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n"
                        + "Connection: close\r\n\r\n"))
                .containsPattern("^HTTP/1.1 4(21|00) ");
        assertThat(calls).hasValue(0);
    }

    /** A page that came here by another name may send these headers, and Jetty writes them into Host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: 127.0.0.1:8000",
                "X-Forwarded-Host: localhost",
                "x-forwarded-host: james.internal",
                "X-Forwarded-Server: 127.0.0.1",
                "Forwarded: host=127.0.0.1",
                "Forwarded: for=192.0.2.1;host=\"localhost:8000\""
            })
    void nameGivenByAForwardedRequestShouldNotStandForTheHost(String header) throws Exception {
        start("*");

        assertThat(ask("GET", "evil.example:8000", "", header)).startsWith("HTTP/1.1 421");
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Port: 80", "X-Forwarded-Proto: https"})
    void otherForwardedHeadersShouldNotChangeTheHost(String header) throws Exception {
        start("*");

        assertThat(ask("GET", "evil.example:8000", "", header)).startsWith("HTTP/1.1 421");
        assertThat(ask("GET", "127.0.0.1:8000", "", header)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            127.0.0.1:8000 | http://127.0.0.1:8000
            127.0.0.1:80   | http://127.0.0.1
            127.0.0.1      | http://127.0.0.1:80
            localhost:8000 | http://LOCALHOST:8000
            [::1]:8000     | http://[::1]:8000
            admin.example  | https://admin.example
            admin.example  | http://admin.example
            proxy.example:8443 | https://proxy.example:8443
            127.0.0.1:8000 | https://admin.example
            127.0.0.1:8000 | https://proxy.example:8443
            """)
    void pageOfThisServerShouldBeServed(String host, String origin) throws Exception {
        start("*");

        String answer = ask("PUT", host, "{}", JSON, "Origin: " + origin, "Sec-Fetch-Site: same-origin");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("Access-Control");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            127.0.0.1:8000 | http://evil.example
            127.0.0.1:8000 | null
            127.0.0.1:8000 | http://127.0.0.1:9000
            127.0.0.1:8000 | http://127.0.0.1
            127.0.0.1:8000 | http://127.0.0.1:8000.evil.example
            127.0.0.1:8000 | http://127.0.0.1:8000@evil.example
            127.0.0.1:8000 | http://localhost:8000
            127.0.0.1:8000 | https://james.internal
            127.0.0.1:8000 | file://127.0.0.1:8000
            127.0.0.1:8000 | chrome-extension://127.0.0.1
            127.0.0.1      | https://127.0.0.1:80
            admin.example  | https://admin.example:8443
            proxy.example:8443 | https://proxy.example
            """)
    void pageOfAnotherOriginShouldBeForbidden(String host, String origin) throws Exception {
        start("*");

        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH")) {
            assertThat(ask(method, host, "", "Origin: " + origin))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContainIgnoringCase("Access-Control");
        }
        assertThat(ask("OPTIONS", host, "", "Origin: " + origin, "Access-Control-Request-Method: PUT"))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control");
        assertThat(ask("GET", host, "", "Origin: http://" + host, "Origin: " + origin))
                .startsWith("HTTP/1.1 403");
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "Cross-Site", "anything"})
    void requestOfAnotherSiteShouldBeForbidden(String site) throws Exception {
        start("*");

        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE")) {
            assertThat(ask(method, "127.0.0.1:8000", "", "Sec-Fetch-Site: " + site))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(calls).hasValue(0);
        assertThat(ask("GET", "127.0.0.1:8000", "", "Sec-Fetch-Site: none")).startsWith("HTTP/1.1 200");
    }

    @Test
    void linkElsewhereShouldLeadToThePageAndToNothingElse() throws Exception {
        start("*");
        String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"};

        assertThat(askFor(DomainSharingRoutes.PAGE, "GET", "127.0.0.1:8000", "", link))
                .startsWith("HTTP/1.1 200");
        assertThat(askFor(
                        DomainSharingRoutes.PAGE,
                        "GET",
                        "127.0.0.1:8000",
                        "",
                        link[0],
                        link[1],
                        "Sec-Fetch-Dest: iframe"))
                .startsWith("HTTP/1.1 403");
        assertThat(ask("GET", "127.0.0.1:8000", "", link)).startsWith("HTTP/1.1 403");
        assertThat(ask("POST", "127.0.0.1:8000", "", link)).startsWith("HTTP/1.1 403");
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=UTF-8",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json-seq",
                "text/plain, application/json"
            })
    void writeThatIsNotJsonShouldBeRefusedWithAndWithoutABody(String type) throws Exception {
        start("*");

        for (String method : List.of("PUT", "POST", "DELETE", "PATCH")) {
            assertThat(ask(method, "127.0.0.1:8000", "{}", "Content-Type: " + type))
                    .startsWith("HTTP/1.1 415");
            assertThat(ask(method, "127.0.0.1:8000", "", "Content-Type: " + type))
                    .startsWith("HTTP/1.1 415");
            assertThat(ask(method, "127.0.0.1:8000", "{}")).startsWith("HTTP/1.1 415");
        }
        assertThat(raw("POST /domain-sharing/thing HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 415");
        assertThat(calls).hasValue(0);
    }

    @Test
    void programThatIsNoBrowserShouldBeServed() throws Exception {
        start("*");

        assertThat(ask("POST", "127.0.0.1:8000", "")).startsWith("HTTP/1.1 200");
        assertThat(ask("DELETE", "127.0.0.1:8000", "")).startsWith("HTTP/1.1 200");
        assertThat(ask("PUT", "127.0.0.1:8000", "{}", "Content-Type: Application/JSON; charset=utf-8"))
                .startsWith("HTTP/1.1 200");
        assertThat(ask("HEAD", "127.0.0.1:8000", "")).startsWith("HTTP/1.1 200");
        assertThat(ask("OPTIONS", "127.0.0.1:8000", "", "Access-Control-Request-Headers: x"))
                .startsWith("HTTP/1.1 204")
                .doesNotContainIgnoringCase("Access-Control");
    }

    @Test
    void bodyThatIsTooLargeOrOfUnknownLengthShouldBeRefused() throws Exception {
        start("*");
        String chunked = "PUT /domain-sharing/thing HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
                + JSON + "\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n";

        assertThat(ask("PUT", "127.0.0.1", " ".repeat(65_537), JSON)).startsWith("HTTP/1.1 413");
        assertThat(raw(chunked)).startsWith("HTTP/1.1 411");
        assertThat(calls).hasValue(0);
    }

    @Test
    void originThatAnOperatorSharesWithShouldBeServedAndAllowed() throws Exception {
        start("https://console.example");
        String[] console = {"Origin: https://console.example", "Sec-Fetch-Site: cross-site"};

        assertThat(ask("GET", "127.0.0.1:8000", "", console))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: https://console.example");
        assertThat(ask("OPTIONS", "127.0.0.1:8000", "", console[0], "Access-Control-Request-Method: PUT"))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Methods: PUT");
        assertThat(ask("PUT", "127.0.0.1:8000", "{}", console[0], "Content-Type: text/plain"))
                .startsWith("HTTP/1.1 415");
        assertThat(ask("GET", "evil.example", "", console)).startsWith("HTTP/1.1 421");
        assertThat(ask("GET", "127.0.0.1:8000", "", "Origin: https://other.example"))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control");
        assertThat(ask("GET", "127.0.0.1:8000", "")).doesNotContainIgnoringCase("Access-Control");
    }

    @Test
    void everyAnswerShouldBeFenced() throws Exception {
        start("*");

        for (String answer : List.of(
                ask("GET", "127.0.0.1:8000", ""),
                ask("GET", "evil.example", ""),
                askFor("/domain-sharing/nothing", "GET", "127.0.0.1", ""),
                ask("GET", "127.0.0.1:8000", "", "Origin: null"))) {
            assertThat(answer)
                    .contains(
                            "\nX-Content-Type-Options: nosniff\r",
                            "\nX-Frame-Options: DENY\r",
                            "frame-ancestors 'none'",
                            "\nCache-Control: no-store\r",
                            "\nCross-Origin-Resource-Policy: same-origin\r")
                    .doesNotContainIgnoringCase("Access-Control");
        }
    }

    private String ask(String method, String host, String body, String... headers) throws IOException {
        return askFor(DomainSharingRoutes.BASE + "/thing", method, host, body, headers);
    }

    private String askFor(String path, String method, String host, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return raw(request.append("Content-Length: ").append(body.length()) + "\r\nConnection: close\r\n\r\n" + body);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), spark.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
