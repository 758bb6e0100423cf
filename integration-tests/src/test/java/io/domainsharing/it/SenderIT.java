// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.CAROL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Senders in the shared domain, from outside, on three servers. */
@Tag("D8")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class SenderIT {
    private final ThreeServers servers;

    SenderIT(ThreeServers servers) {
        this.servers = servers;
    }

    @Test
    void senderShouldBeAcceptedWhenAPeerHasItAndEverythingIsPipelined() {
        servers.tokyo.webAdmin().user("writer@example.com", PASSWORD);
        servers.austin.webAdmin().user("reader@example.com", PASSWORD);
        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
            session.ehlo();
            session.write("MAIL FROM:<writer@example.com> SIZE=1000\r\nRCPT TO:<reader@example.com>\r\nDATA\r\n");
            assertThat(session.read()).asString().startsWith("250").contains("writer@example.com");
            assertThat(session.read()).asString().startsWith("250").contains("reader@example.com");
            assertThat(session.read().code()).isEqualTo(354);
            session.write(message("from-a-colleague").replace("\n", "\r\n") + "\r\n.\r\nNOOP\r\n");
            assertThat(session.read().code()).as("end of DATA").isEqualTo(250);
            assertThat(session.read().code()).as("NOOP").isEqualTo(250);
        }

        servers.austin.inbox("reader@example.com", PASSWORD).await("Subject: from-a-colleague");
    }

    @Test
    void senderShouldBeRefusedWhenNobodyHasIt() {
        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail("unknown-sender@example.com")).asString().startsWith("550 5.1.8");
            assertThat(session.rcpt(ALICE).code()).as("RCPT without MAIL").isEqualTo(503);

            assertThat(session.mail(CAROL).code()).isEqualTo(250);
            assertThat(session.rcpt(BOB).code()).isEqualTo(250);
        }
    }

    @Test
    void senderShouldBeUntouchedWhenItIsNullOrForeignOrLocal() {
        for (String sender : new String[] {"", "unknown-sender@example.net", ALICE}) {
            try (SmtpSession session =
                    SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
                session.ehlo();
                assertThat(session.mail(sender).code()).as(sender).isEqualTo(250);
                assertThat(session.rcpt(ALICE).code()).as(sender).isEqualTo(250);
            }
        }
    }

    @Test
    void senderShouldBeLeftToTheStockRulesWhenAUserHasLoggedIn() {
        try (SmtpSession session = ThreeServers.submission(servers.paris, ALICE)) {
            session.send("RSET");
            assertThat(session.mail("unknown-to-all@example.com").code()).isEqualTo(250);
        }
    }

    @Test
    void noSenderShouldBeLookedUpWhenVerifyingIsSwitchedOff() {
        try (OnePeerServer lyon = new OnePeerServer(
                        "lyon-unverified", "127.0.1.47", "127.0.1.48", xml -> xml.set("senders/verify", "false"));
                SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail("unknown@example.com").code()).isEqualTo(250);
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(lyon.peer.asked("unknown@example.com")).isZero();
        }
    }
}
