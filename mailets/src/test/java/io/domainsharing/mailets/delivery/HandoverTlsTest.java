// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.HandoverConfiguration;
import io.domainsharing.smtpclient.StartTls;
import io.domainsharing.smtpclient.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as a peer must have it, may have it, and as it fails. */
@Timeout(120)
@Tag("D7")
class HandoverTlsTest extends HandoverFixture {
    /** TLS where it is offered, nothing checked. */
    private static final HandoverConfiguration OPPORTUNISTIC = new HandoverConfiguration(
            "paris.example.net",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            null,
            false,
            StartTls.WHEN_OFFERED,
            Set.of("*"),
            false,
            List.of(),
            null,
            false);

    @Test
    void mailShouldGoInClearWhereTlsFailsAndNothingIsCheckedAndTheOperatorBeTold() throws Exception {
        configure(OPPORTUNISTIC, PeerTls.DEFAULT);
        tokyo.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> "454 4.7.0 TLS not available");

        send(BOB);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("in clear", "454 4.7.0 TLS not available", "<tls>required</tls>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "0000000000000000000000000000000000000000000000000000000000000000"})
    void mailShouldWaitWhereTlsFailsAndThePeerMustHaveIt(String tls) throws Exception {
        configure(OPPORTUNISTIC, PeerTls.parse(tls));
        tokyo.on("EHLO", line -> "250-x\r\n250 STARTTLS").on("STARTTLS", line -> "454 4.7.0 TLS not available");

        send(BOB);

        assertThat(awaitKept()).contains("454 4.7.0 TLS not available");
        assertThat(tokyo.heard("MAIL")).isZero();
    }

    @Test
    void mailShouldGoToThePinnedCertificateAndToNoOther(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder, "tokyo.example.net");
        tokyo.secured(certificate.context());
        configure(DeliveryConfigurations.HANDOVER, PeerTls.parse(certificate.sha256()));
        send(BOB);
        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.sessions().get(0).isSecured()).isTrue();

        configure(OPPORTUNISTIC, PeerTls.parse("0".repeat(64)));
        send(BOB);
        assertThat(awaitKept()).contains("has the fingerprint " + certificate.sha256());
        assertThat(tokyo.messages()).hasSize(1);
    }

    private void configure(HandoverConfiguration handover, PeerTls tls) {
        bench.close();
        bench = new Bench(new DeliveryConfiguration("1 hour", Duration.ofDays(5), 5, null, false, handover), peer(tls));
    }
}
