// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser, a proxy and a program without either may send. With a real James and a real browser: ForeignPageIT. */
@Tag("T2")
class RequestGuardTest extends RequestGuardFixture {
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
}
