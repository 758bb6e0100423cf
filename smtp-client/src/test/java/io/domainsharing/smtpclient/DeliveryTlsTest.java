// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.Certificates.Checked;
import io.domainsharing.smtpclient.Certificates.Pinned;
import io.domainsharing.smtpclient.DeliveryOutcome.Contact;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of TLS, and what becomes of mail where it is not to be had. */
@Timeout(60)
@Tag("D7")
class DeliveryTlsTest extends DeliveryBench {
    private static TestCertificate localhost;
    private static TestCertificate other;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        localhost = TestCertificate.make(folder, "localhost");
        other = TestCertificate.make(folder, "other.example");
    }

    private static DeliveryTls tls(StartTls startTls, Certificates certificates) {
        return new DeliveryTls(false, startTls, certificates, List.of());
    }

    private DeliveryOutcome deliver(DeliveryTls tls) {
        return client.deliver(route(tls), Envelope.of(SENDER, List.of(BOB)), content(MESSAGE));
    }

    private boolean isLastSecured() {
        return server.sessions().get(server.connections() - 1).isSecured();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WHEN_OFFERED", "REQUIRED"})
    void mailShouldGoUnderTlsWhereItIsOffered(StartTls startTls) {
        server.secured(localhost.context());

        DeliveryOutcome outcome = deliver(tls(startTls, Certificates.UNCHECKED));

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(isLastSecured()).isTrue();
        assertThat(outcome.inClearBecause()).isNull();
    }

    @Test
    void mailShouldGoInClearWhereTlsIsNotOffered() {
        DeliveryOutcome outcome = deliver(tls(StartTls.WHEN_OFFERED, Certificates.UNCHECKED));

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(outcome.inClearBecause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"454 4.7.0 TLS not available", "502 5.5.1 what", "220 go" + ScriptedSmtpServer.CLOSE, "421 bye"})
    void mailShouldGoInClearAtOnceWhereTlsFailsAndWouldProveNothing(String reply) {
        server.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> reply);

        DeliveryOutcome outcome = deliver(tls(StartTls.WHEN_OFFERED, Certificates.UNCHECKED));

        assertThat(told(outcome, BOB)).isEqualTo("delivered");
        assertThat(outcome.inClearBecause()).isNotBlank();
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void handshakeThatNobodyAnswersShouldEndWithTheStepAndMailGoInClear() {
        configure(Duration.ofMillis(500), null);
        server.on("EHLO", line -> "250-x\r\n250 STARTTLS")
                .on("STARTTLS", line -> "220 go" + ScriptedSmtpServer.SILENCE);

        assertThat(told(deliver(tls(StartTls.WHEN_OFFERED, Certificates.UNCHECKED)), BOB))
                .isEqualTo("delivered");
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED,false", "WHEN_OFFERED,true"})
    void mailShouldWaitWhereTlsFailsAndIsRequiredOrProvesIdentity(StartTls startTls, boolean checked) {
        server.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> "454 4.7.0 TLS not available");

        DeliveryOutcome outcome = deliver(tls(startTls, new Checked(checked, checked)));

        assertThat(told(outcome, BOB)).startsWith("TLS 454 4.7.0 TLS not available");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void mailShouldWaitWhereRequiredTlsIsNotOffered() {
        DeliveryOutcome outcome = deliver(tls(StartTls.REQUIRED, Certificates.UNCHECKED));

        assertThat(told(outcome, BOB)).isEqualTo("TLS unanswered");
        assertThat(outcome.results().toString()).contains("does not offer STARTTLS, which is required");
    }

    @Test
    void mailShouldWaitWhereTheSignerIsUnknownAndSignerAndNameAreChecked() {
        server.secured(localhost.context());

        DeliveryOutcome outcome = deliver(tls(StartTls.WHEN_OFFERED, new Checked(true, true)));

        assertThat(told(outcome, BOB)).isEqualTo("TLS unanswered");
        assertThat(outcome.results().toString()).contains("PKIX");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void nameShouldBeCheckedWhoeverHasSignedIt() {
        server.secured(localhost.context());
        assertThat(told(deliver(tls(StartTls.REQUIRED, new Checked(false, true))), BOB))
                .isEqualTo("delivered");

        server.secured(other.context());
        assertThat(told(deliver(tls(StartTls.REQUIRED, new Checked(false, true))), BOB))
                .isEqualTo("TLS unanswered");
        assertThat(told(deliver(tls(StartTls.REQUIRED, new Checked(false, false))), BOB))
                .isEqualTo("delivered");
    }

    @Test
    void pinnedCertificateShouldBeTakenWhateverItsNameAndNoOther() {
        Pinned pinned = new Pinned(other.sha256().toUpperCase(Locale.ROOT));
        server.secured(other.context());
        assertThat(told(deliver(tls(StartTls.REQUIRED, pinned)), BOB)).isEqualTo("delivered");
        assertThat(isLastSecured()).isTrue();

        server.secured(localhost.context());
        DeliveryOutcome outcome = deliver(tls(StartTls.WHEN_OFFERED, pinned));
        assertThat(told(outcome, BOB)).isEqualTo("TLS unanswered");
        assertThat(outcome.results().toString()).contains("has the fingerprint " + localhost.sha256());
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void passwordShouldNotGoInClearWhereTlsIsWanted() {
        configure(Duration.ofSeconds(5), new Credentials("paris", "s3cret", Credentials.MECHANISMS));
        server.on("EHLO", line -> "250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS").on("STARTTLS", line -> "454 not now");

        DeliveryOutcome outcome = deliver(tls(StartTls.WHEN_OFFERED, Certificates.UNCHECKED));

        assertThat(told(outcome, BOB)).isEqualTo("AUTH unanswered");
        assertThat(server.heard("AUTH")).isZero();
    }

    @Test
    void implicitTlsShouldComeBeforeTheGreeting() throws Exception {
        try (TlsSink sink = new TlsSink(localhost.context())) {
            DeliveryTls implicit =
                    new DeliveryTls(true, StartTls.WHEN_OFFERED, Certificates.UNCHECKED, List.of("TLSv1.2"));
            DeliveryRoute route = new DeliveryRoute(
                    new SmtpServer("localhost", sink.port()), InetAddress.getLoopbackAddress(), implicit);

            DeliveryOutcome outcome = client.deliver(route, Envelope.of(SENDER, List.of(BOB)), content(MESSAGE));

            assertThat(told(outcome, BOB)).isEqualTo("delivered");
            assertThat(sink.protocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void implicitTlsThatFailsShouldTellNothingOfTheHost() {
        DeliveryOutcome outcome = deliver(new DeliveryTls(true, StartTls.NEVER, Certificates.UNCHECKED, List.of()));

        assertThat(told(outcome, BOB)).isEqualTo("TLS unanswered");
        assertThat(outcome.contact()).isEqualTo(Contact.NONE);
        assertThat(server.heard("MAIL")).isZero();
    }
}
