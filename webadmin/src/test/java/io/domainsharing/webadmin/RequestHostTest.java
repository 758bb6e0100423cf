// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which names WebAdmin is asked, and what a proxy says of them. */
@Tag("T2")
class RequestHostTest extends RequestGuardFixture {
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
}
