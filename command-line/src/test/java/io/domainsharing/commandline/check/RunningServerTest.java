// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.CannedWebAdmin;
import io.domainsharing.commandline.remote.WebAdmin;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Severity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running server tells: who asks it with which luck, and its clock. */
@Tag("O4")
class RunningServerTest {
    private final CannedWebAdmin webAdmin = new CannedWebAdmin();

    @AfterEach
    void close() {
        webAdmin.close();
    }

    private List<Finding> check(Clock clock) {
        Findings findings = new Findings(webAdmin.url());
        new RunningServer(new WebAdmin(URI.create(webAdmin.url()), null, Duration.ofSeconds(10)), clock, findings)
                .check();
        return findings.all();
    }

    @Test
    void peerThatAsksWithAWrongSecretShouldBeAnError() {
        assertThat(check(Clock.systemUTC()))
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.text()).isEqualTo("austin asks with a secret that this server does not accept");
                    assertThat(finding.remedy()).contains("into the peer entry for it at austin");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.OK);
                    assertThat(finding.text()).isEqualTo("tokyo is answered");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "0, WARNING, tokyo asks in a way that this server does not understand",
        "1, ERROR, tokyo is not let ask",
        "2, ERROR, tokyo asks with a secret that this server does not accept",
        "3, OK, tokyo is answered",
        "5, OK, tokyo is answered"
    })
    void answerToAPeerShouldBeJudgedByItsCode(int code, Severity severity, String text) {
        webAdmin.on(
                "GET /domain-sharing/peers",
                200,
                "[{\"name\":\"tokyo\",\"lastAskedUs\":{\"at\":\"2026-03-02T08:58:01Z\",\"code\":" + code + "}}]");

        assertThat(check(Clock.systemUTC())).anySatisfy(finding -> {
            assertThat(finding.key()).isEqualTo("peers/tokyo/lastAskedUs");
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.text()).isEqualTo(text);
        });
    }

    @Test
    void peerThatHasNotAskedShouldNotBeJudged() {
        webAdmin.on("GET /domain-sharing/peers", 200, "[{\"name\":\"tokyo\"}]");

        assertThat(check(Clock.systemUTC())).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SKIPPED);
            assertThat(finding.text()).contains("tokyo has not asked this server");
        });
    }

    @Test
    void clocksShouldBeCompared() {
        assertThat(check(Clock.systemUTC())).anySatisfy(finding -> {
            assertThat(finding.key()).isEqualTo("clock");
            assertThat(finding.severity()).isEqualTo(Severity.OK);
        });
        assertThat(check(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-2))))
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.text()).matches("is (119|120) s ahead of this machine's");
                    assertThat(finding.remedy()).contains("NTP");
                });
    }

    @Test
    void serverThatRefusesShouldBeAnError() {
        webAdmin.wants("header.payload.signature");

        assertThat(check(Clock.systemUTC())).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.text()).contains("wants a token");
        });
    }
}
