// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Being a peer gives delivery to local recipients and nothing more. */
@Tag("L3")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class OpenRelayIT {
    private static final String TOKYO = "127.0.1.2";

    private final ThreeServers servers;

    OpenRelayIT(ThreeServers servers) {
        this.servers = servers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.1.2", "127.0.1.3", "127.0.0.1", "127.0.1.77"})
    void foreignRecipientShouldBeRefusedWhoeverConnects(String source) {
        try (SmtpSession session = fromAddress(source, servers.paris)) {
            for (String recipient : new String[] {
                "victim@elsewhere.example",
                "victim%elsewhere.example@example.com",
                "\"victim@elsewhere.example\"@example.com",
                "@paris.example.com:victim@elsewhere.example"
            }) {
                assertThat(session.rcpt(recipient).code())
                        .as("%s from %s", recipient, source)
                        .isBetween(500, 599);
            }
        }
    }

    @Test
    void foreignRecipientShouldBeRefusedWhenAPeerSaysThatTheSenderIsOurs() {
        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress(), TOKYO)) {
            session.ehlo();
            session.mail(ALICE);

            assertThat(session.rcpt("victim@elsewhere.example").code()).isBetween(500, 599);
        }
    }

    @Test
    void localRecipientShouldBeAcceptedFromAPeerWithAnySender() {
        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress(), TOKYO)) {
            session.ehlo();
            assertThat(session.mail(BOB).code()).isEqualTo(250);
            assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            assertThat(session.data(message("from-a-peer")).code()).isEqualTo(250);
        }

        servers.paris.inbox(ALICE, PASSWORD).await("Subject: from-a-peer");
    }

    @Test
    void recipientOnAThirdServerShouldBeRefusedWhenAPeerHandsItOver() {
        try (SmtpSession session = fromAddress(TOKYO, servers.paris)) {
            assertThat(session.rcpt(ThreeServers.CAROL).code()).isEqualTo(550);
        }
    }
}
