// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's own {@code verifyIdentity} is on: a colleague's mail comes in through a peer, and through nobody else. */
@Tag("D8")
@ExtendWith(NoLeftovers.class)
class VerifiedIdentityIT {
    private static final String PEER_HOST = "127.0.1.50";
    private static final String COLLEAGUE = "colleague@example.com";

    private static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        lyon = new OnePeerServer(
                "lyon-identity",
                "127.0.1.49",
                PEER_HOST,
                xml -> {},
                conf -> conf.edit(
                        "smtpserver.xml", smtp -> smtp.set("smtpserver/auth/announce", "forUnauthorizedAddresses")
                                .set("smtpserver/verifyIdentity", "true")));
    }

    @AfterAll
    static void stop() {
        lyon.close();
    }

    @BeforeEach
    void peerHasTheColleague() {
        lyon.peer.script(query -> query.status(query.mailbox().equals(COLLEAGUE) ? 5 : 3));
    }

    private static SmtpSession sessionFrom(String host) {
        SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress(), host);
        session.ehlo();
        return session;
    }

    @Test
    void mailOfAColleagueShouldBeDeliveredWhenAPeerHandsItOver() {
        String unasked = "never-asked-about@example.com";
        try (SmtpSession session = sessionFrom(PEER_HOST)) {
            assertThat(session.mail(unasked).code()).isEqualTo(250);
            assertThat(session.rcpt("victim@elsewhere.example").code())
                    .as("relaying")
                    .isBetween(500, 599);
            assertThat(session.rcpt(COLLEAGUE).code()).as("not local").isEqualTo(550);
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(session.data(message("handed-over")).code()).isEqualTo(250);
        }

        lyon.james.inbox(LOCAL, PASSWORD).await("Subject: handed-over");
        assertThat(lyon.peer.asked(unasked)).isZero();
    }

    @Test
    void strangerShouldBeRefusedWhenItForgesAColleague() {
        for (String sender : new String[] {COLLEAGUE, LOCAL}) {
            try (SmtpSession session = sessionFrom("127.0.0.1")) {
                assertThat(session.mail(sender).code()).as(sender).isEqualTo(530);
                assertThat(session.rcpt(LOCAL).code()).as(sender).isEqualTo(503);
            }
        }
        assertThat(lyon.peer.asked(COLLEAGUE)).isPositive();
    }

    @Test
    void senderShouldBeDeferredWhenThePeerIsSilent() {
        lyon.peer.script(query -> {});
        try (SmtpSession session = sessionFrom("127.0.0.1")) {
            assertThat(session.mail("anybody@example.com")).asString().startsWith("451 4.4.3");
            lyon.peer.script(query -> query.status(3));
            assertThat(session.mail("ann@example.net").code()).isEqualTo(250);
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
        }
    }
}
