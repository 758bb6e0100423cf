// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerTls;
import io.domainsharing.smtpclient.Certificates.Checked;
import io.domainsharing.smtpclient.Certificates.Pinned;
import io.domainsharing.smtpclient.DeliveryTls;
import io.domainsharing.smtpclient.StartTls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D7")
class HandoverConfigurationTest {
    private static final String TOKYO = "tokyo.example.net";

    private static HandoverConfiguration read(String delivery) throws Exception {
        return Xml.parse("<domainsharing><peers/><delivery>" + delivery + "</delivery></domainsharing>")
                .delivery()
                .handover();
    }

    private static DeliveryTls tls(String delivery, PeerTls asked) throws Exception {
        return read(delivery).tls(TOKYO, asked);
    }

    @Test
    void tlsShouldBeWhatDeliverySaysUnlessThePeerAsksForMore() throws Exception {
        assertThat(tls("", PeerTls.DEFAULT))
                .isEqualTo(new DeliveryTls(false, StartTls.NEVER, new Checked(true, true), List.of()));
        assertThat(tls("<startTLS>true</startTLS>", PeerTls.DEFAULT).startTls()).isEqualTo(StartTls.WHEN_OFFERED);
        assertThat(tls("", new PeerTls.Required()).startTls()).isEqualTo(StartTls.REQUIRED);
        assertThat(tls("", new PeerTls.Pinned("a".repeat(64))))
                .isEqualTo(new DeliveryTls(false, StartTls.REQUIRED, new Pinned("a".repeat(64)), List.of()));
    }

    @Test
    void trustShouldBeOfEveryHostOrOfThoseNamed() throws Exception {
        assertThat(tls("<mail.smtp.ssl.trust>*</mail.smtp.ssl.trust>", PeerTls.DEFAULT)
                        .certificates())
                .isEqualTo(new Checked(false, true));
        assertThat(tls("<mail.smtp.ssl.trust>austin.test Tokyo.Example.NET</mail.smtp.ssl.trust>", PeerTls.DEFAULT)
                        .certificates())
                .isEqualTo(new Checked(false, true));
        assertThat(tls("<mail.smtp.ssl.trust>austin.test</mail.smtp.ssl.trust>", PeerTls.DEFAULT)
                        .certificates())
                .isEqualTo(new Checked(true, true));
    }

    @Test
    void propertyOfJakartaMailShouldWinOverTheKeyThatSaysTheSame() throws Exception {
        HandoverConfiguration handover = read("<timeout>1 minute</timeout><mail.smtp.timeout>5000</mail.smtp.timeout>"
                + "<mail.smtps.connectiontimeout>7s</mail.smtps.connectiontimeout><heloName>a.test</heloName>"
                + "<mail.smtp.localhost>b.test</mail.smtp.localhost><startTLS>false</startTLS>"
                + "<mail.smtp.starttls.enable>true</mail.smtp.starttls.enable>"
                + "<mail.smtp.ssl.checkserveridentity>false</mail.smtp.ssl.checkserveridentity>"
                + "<mail.smtp.localaddress>127.0.0.9</mail.smtp.localaddress>");

        assertThat(handover.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(handover.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(handover.heloName()).isEqualTo("b.test");
        assertThat(handover.startTls()).isEqualTo(StartTls.WHEN_OFFERED);
        assertThat(handover.verifyServerIdentity()).isFalse();
        assertThat(handover.bind()).isEqualTo(Values.address("127.0.0.9"));
        assertThat(read("<mail.smtp.starttls.required>true</mail.smtp.starttls.required>")
                        .startTls())
                .isEqualTo(StartTls.REQUIRED);
    }

    @Test
    void noLoginShouldBeDoneWhereAuthIsSwitchedOff() throws Exception {
        String login = "<gatewayUsername>paris</gatewayUsername><gatewayPassword>s3cret</gatewayPassword>";

        assertThat(read(login).credentials()).isNotNull();
        assertThat(read(login + "<mail.smtp.auth>false</mail.smtp.auth>").credentials())
                .isNull();
        assertThat(read(login).toString()).doesNotContain("s3cret");
    }

    @Test
    void nameInEhloShouldBeThatOfLookUpsWhereDeliveryNamesNone() throws Exception {
        String lookup = "<domainsharing><peers/><lookup><heloName>mx1.example.com</heloName></lookup>";

        assertThat(Xml.parse(lookup + "</domainsharing>").delivery().handover().heloName())
                .isEqualTo("mx1.example.com");
        assertThat(Xml.parse(lookup + "<delivery><heloName>out.example.com</heloName></delivery></domainsharing>")
                        .delivery()
                        .handover()
                        .heloName())
                .isEqualTo("out.example.com");
    }

    @Test
    void lastReplyShouldBeWaitedForTenMinutesByDefault() {
        assertThat(HandoverConfiguration.DEFAULT.client().end()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }
}
