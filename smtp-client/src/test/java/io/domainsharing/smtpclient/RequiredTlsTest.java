// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that no question may go to in clear, whatever the client does with all others. */
@Timeout(60)
@Tag("V1")
class RequiredTlsTest extends ClientBench {
    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = TestCertificate.make(folder, "localhost");
    }

    @BeforeEach
    void switchTlsOff() {
        configure(defaults.withStartTls(StartTls.NEVER));
    }

    private SmtpOutcome ask(Certificates required) throws Exception {
        return client.ask(new SmtpServer(server.host(), server.port(), required), BOB)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void assertNotAsked(SmtpOutcome outcome, String why) {
        assertThat(outcome).isInstanceOfSatisfying(NoAnswer.class, none -> {
            assertThat(none.reason()).isEqualTo(Reason.REFUSED);
            assertThat(none.detail()).contains(why);
        });
        assertThat(server.heard()).noneMatch(line -> line.contains("RCPT") || line.contains("MAIL"));
    }

    @Test
    void questionShouldBeAskedUnderTlsWhenTheServerOffersIt() throws Exception {
        server.secured(certificate.context());

        assertThat(ask(Certificates.UNCHECKED)).isInstanceOf(SmtpOutcome.Answered.class);
        assertThat(server.sessions().get(0).isSecured()).isTrue();
    }

    @Test
    void questionShouldNotBeAskedWhenTheServerOffersNoTls() throws Exception {
        assertNotAsked(ask(Certificates.UNCHECKED), "does not offer STARTTLS, which is required");
    }

    @Test
    void questionShouldNotBeAskedWhenTheServerHasNoTlsAtTheMoment() throws Exception {
        server.secured(certificate.context()).on("STARTTLS", line -> "454 4.7.0 TLS not available");

        assertNotAsked(ask(Certificates.UNCHECKED), "refused STARTTLS: 454");
    }

    @Test
    void questionShouldBeAskedWhenTheCertificateIsThePinnedOne() throws Exception {
        server.secured(certificate.context());

        assertThat(ask(new Certificates.Pinned(certificate.sha256()))).isInstanceOf(SmtpOutcome.Answered.class);
    }

    @Test
    void questionShouldNotBeAskedWhenTheCertificateIsAnother() throws Exception {
        server.secured(certificate.context());

        assertNotAsked(ask(new Certificates.Pinned("0123456789abcdef".repeat(4))), "TLS with");
    }

    @Test
    void connectionInClearShouldNotBeUsedWhenTlsIsRequired() throws Exception {
        server.secured(certificate.context());
        assertThat(reply(BOB).code()).isEqualTo(250);

        assertThat(ask(Certificates.UNCHECKED)).isInstanceOf(SmtpOutcome.Answered.class);

        assertThat(server.sessions())
                .extracting(ScriptedSmtpServer.Session::isSecured)
                .containsExactly(false, true);
    }
}
