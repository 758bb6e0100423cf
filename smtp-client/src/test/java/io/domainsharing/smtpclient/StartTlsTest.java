// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3207, and what may go wrong with it. */
@Timeout(60)
@Tag("V1")
class StartTlsTest extends ClientBench {
    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        tls = TestCertificate.make(folder, "localhost").context();
    }

    private void configure(StartTls startTls) {
        configure(defaults.withStartTls(startTls));
    }

    private boolean isSecured() {
        return server.sessions().get(0).isSecured();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WHEN_OFFERED", "REQUIRED"})
    void questionShouldBeAskedUnderTlsWhenItIsOffered(StartTls startTls) throws Exception {
        configure(startTls);
        server.secured(tls);

        assertThat(reply(BOB).code()).isEqualTo(250);
        assertThat(reply(EVE).code()).isEqualTo(250);
        assertThat(isSecured()).isTrue();
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.heard()).startsWith("EHLO asker.example", "STARTTLS", "EHLO asker.example", "MAIL FROM:<>");
    }

    @Test
    void extensionsShouldBeThoseThatAreOfferedUnderTls() throws Exception {
        server.secured(tls)
                .on("EHLO", line -> server.heard("EHLO") == 1 ? "250-x\r\n250-PIPELINING\r\n250 STARTTLS" : "250 x")
                .on("MAIL", line -> server.heard("RCPT") == 0 ? "250 ok" : "503 that was pipelined");

        assertThat(reply(BOB).code()).isEqualTo(250);
    }

    @Test
    void questionShouldBeAskedInClearWhenTlsIsSwitchedOff() throws Exception {
        configure(StartTls.NEVER);
        server.secured(tls);

        assertThat(reply(BOB).code()).isEqualTo(250);
        assertThat(isSecured()).isFalse();
    }

    @Test
    void questionShouldBeAskedInClearWhenTlsIsNotOffered() throws Exception {
        assertThat(reply(BOB).code()).isEqualTo(250);
    }

    @Test
    void questionShouldBeAskedInClearWhenTlsIsNotToBeHadAndNotRequired() throws Exception {
        server.secured(tls).on("STARTTLS", line -> "454 4.7.0 TLS not available");

        assertThat(reply(BOB).code()).isEqualTo(250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not offered", "not to be had", "no EHLO"})
    void questionShouldNotBeAskedWhenRequiredTlsIsMissing(String why) throws Exception {
        configure(StartTls.REQUIRED);
        if (why.equals("not to be had")) {
            server.secured(tls).on("STARTTLS", line -> "454 4.7.0 TLS not available");
        } else if (why.equals("no EHLO")) {
            server.on("EHLO", line -> "502 what");
        }

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).contains("required");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void handshakeThatFailsShouldBeNoAnswer() throws Exception {
        // Says that it goes on in TLS, and goes on in clear.
        server.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> {
            Thread later =
                    new Thread(() -> Awaitility.await().ignoreExceptions().until(() -> {
                        server.sessions().get(0).say("250 this is not TLS\r\n");
                        return server.open() == 0;
                    }));
            later.setDaemon(true);
            later.start();
            return "220 go ahead" + ScriptedSmtpServer.SILENCE;
        });

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).matches("[ -~]{1,600}");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void handshakeThatNobodyAnswersShouldEndWithTheStep() throws Exception {
        configure(defaults.withTimes(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        server.on("EHLO", line -> "250-x\r\n250 STARTTLS")
                .on("STARTTLS", line -> "220 go ahead" + ScriptedSmtpServer.SILENCE);

        assertThat(none(BOB).reason()).isEqualTo(Reason.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 go ahead\r\n250 injected",
                "220 go ahead\r\n250-injected\r\n250 PIPELINING\r\n250 ok\r\n250 bob is here\r\n250 ok",
                "220 go ahead\r\n250 half a li"
            })
    void plaintextBehindTheReplyToStartTlsShouldNeverBeReadAsIfItWereUnderTls(String injected) throws Exception {
        // The first line ends with what the test server adds; the rest was in the same segment.
        server.secured(tls).on("STARTTLS", line -> injected).on("RCPT", line -> "550 5.1.1 no");

        NoAnswer none = none(BOB);
        assertThat(none.reason()).isEqualTo(Reason.REFUSED);
        assertThat(none.detail()).contains("STARTTLS");
        assertThat(server.heard("RCPT")).isZero();
    }
}
