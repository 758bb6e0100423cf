// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mailbox moves to another server while mail for it waits for the server that it was on. */
@Tag("L4")
@ExtendWith({NoLeftovers.class, GatedServers.Shared.class})
class MovedMailboxIT {
    private final GatedServers servers;

    MovedMailboxIT(GatedServers servers) {
        this.servers = servers;
    }

    @AfterEach
    void openTheGate() {
        servers.oslo.gate.open();
    }

    @Test
    @Tag("L2")
    void mailUnderWayShouldReachTheServerThatTheMailboxMovedTo() {
        String moved = "moved@example.com";
        String stays = "stays@example.com";
        remembered(moved, stays);
        servers.oslo.gate.shut();
        send("ann-moved@example.net", "under-way", moved, stays);
        send("", "under-way-too", moved);
        awaitQueued(2);

        servers.oslo.james.webAdmin().send("DELETE", "/users/" + moved, "");
        servers.kyiv.james.webAdmin().user(moved, PASSWORD);
        assertThat(servers.rome.rcpt(moved)).as("by what rome remembers").isEqualTo(250);
        servers.oslo.gate.open();

        String arrived = servers.kyiv.inbox(moved).await("Subject: under-way\r\n");
        assertThat(arrived)
                .contains("X-Domain-Sharing: node=rome; peer=kyiv; hop=1")
                .doesNotContain("oslo-gated");
        servers.oslo.inbox(stays).await("Subject: under-way\r\n");
        servers.kyiv.inbox(moved).await("Subject: under-way-too");
        assertNothingMoreHappens(() -> {
            assertThat(servers.kyiv.inbox(moved).messages()).hasSize(2);
            assertThat(servers.oslo.inbox(stays).messages()).hasSize(1);
            assertThat(bouncesTo("ann-moved@example.net")).isEmpty();
        });
        assertThat(servers.rome
                        .james
                        .webAdmin()
                        .get("/domain-sharing/owners/" + moved)
                        .path("peer")
                        .asText())
                .isEqualTo("kyiv");
    }

    @Test
    @Tag("L2")
    void mailUnderWayShouldReachTheMailboxThatMovedHere() {
        String home = "came-home@example.com";
        remembered(home);
        servers.oslo.gate.shut();
        send("ann-home@example.net", "homeward", home);
        awaitQueued(1);

        servers.oslo.james.webAdmin().send("DELETE", "/users/" + home, "");
        servers.rome.james.webAdmin().user(home, PASSWORD);
        servers.oslo.gate.open();

        assertThat(servers.rome.inbox(home).await("Subject: homeward")).doesNotContain("X-Domain-Sharing");
        assertNothingMoreHappens(() -> {
            assertThat(servers.rome.inbox(home).messages()).hasSize(1);
            assertThat(bouncesTo("ann-home@example.net")).isEmpty();
        });
    }

    @Test
    @Tag("L2")
    void newOwnerShouldGetTheMailWhenTheServerThatRefusesItStillSaysYes() {
        String both = "claimed@example.com";
        try (ScriptedPeer stale = new ScriptedPeer(
                "stale", "127.0.1.115", query -> query.status(query.mailbox().equals(both) ? 5 : 3))) {
            stale.sink()
                    .answering(command -> command.toUpperCase(Locale.ROOT).startsWith("RCPT")
                            ? Optional.of("550 5.1.1 no such user")
                            : Optional.empty());
            add(stale.entry());
            assertThat(servers.rome.rcpt(both)).isEqualTo(250);
            servers.kyiv.james.webAdmin().user(both, PASSWORD);
            send("ann-claimed@example.net", "claimed", both);

            servers.kyiv.inbox(both).await("Subject: claimed");
            assertThat(bouncesTo("ann-claimed@example.net")).isEmpty();
        } finally {
            servers.rome.james.webAdmin().send("DELETE", "/domain-sharing/peers/stale", "");
        }
    }

    private void add(Sharing.PeerEntry peer) {
        String body = "{\"smtp\":[\"" + peer.smtp() + "\"],\"mingerPort\":" + peer.mingerPort() + ",\"secret\":\""
                + peer.secret() + "\",\"trusted\":[\"" + peer.trusted() + "\"]}";
        assertThat(servers.rome
                        .james
                        .webAdmin()
                        .send("PUT", "/domain-sharing/peers/" + peer.name(), body)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void mailShouldBeReturnedOnceWithTheRefusalWhenTheMailboxIsNowhereAnyMore() {
        String gone = "gone@example.com";
        remembered(gone);
        servers.oslo.james.webAdmin().send("DELETE", "/users/" + gone, "");
        send("ann-gone@example.net", "too-late", gone);

        Awaitility.await().until(() -> !bouncesTo("ann-gone@example.net").isEmpty());
        assertThat(bouncesTo("ann-gone@example.net").get(0).content())
                .contains("Final-Recipient: rfc822; " + gone)
                .contains("5.1.1")
                .contains("rome -> oslo-gated");
        assertNothingMoreHappens(
                () -> assertThat(bouncesTo("ann-gone@example.net")).hasSize(1));
        assertThat(servers.rome.rcpt(gone))
                .as("no longer by what was remembered")
                .isEqualTo(550);
    }

    private void remembered(String... users) {
        for (String user : users) {
            servers.oslo.james.webAdmin().user(user, PASSWORD);
            assertThat(servers.rome.rcpt(user)).isEqualTo(250);
        }
    }

    private void send(String sender, String subject, String... recipients) {
        try (SmtpSession session =
                SmtpSession.connect(servers.rome.james.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail(sender).code()).isEqualTo(250);
            for (String recipient : recipients) {
                assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            }
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }

    private void awaitQueued(int mails) {
        Awaitility.await().until(() -> queued() == mails);
    }

    private int queued() {
        return servers.rome.james.webAdmin().queueSize("domain-sharing-oslo-gated");
    }

    private List<SmtpSink.Mail> bouncesTo(String sender) {
        return servers.world.mails().stream()
                .filter(mail -> mail.recipients().contains(sender))
                .toList();
    }

    private void assertNothingMoreHappens(org.awaitility.core.ThrowingRunnable stays) {
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    stays.run();
                    assertThat(queued()).isZero();
                });
    }
}
