// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static io.domainsharing.it.ThreeServers.CAROL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail finds the server on which its recipient lives, wherever it comes in. */
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class DeliveryIT {
    private final ThreeServers servers;
    private final Map<String, JamesServer> homes;

    DeliveryIT(ThreeServers servers) {
        this.servers = servers;
        this.homes = Map.of(ALICE, servers.paris, BOB, servers.tokyo, CAROL, servers.austin);
    }

    @Test
    @Tag("D1")
    void mailShouldReachItsOwnerWhenItComesInAtAnyServer() {
        for (JamesServer entry : homes.values()) {
            for (String recipient : homes.keySet()) {
                try (SmtpSession session = stranger(entry)) {
                    assertThat(session.rcpt(recipient).code())
                            .as("%s at %s", recipient, entry.name())
                            .isEqualTo(250);
                    assertThat(session.data(message("each-" + entry.name())).code())
                            .isEqualTo(250);
                }
            }
        }

        homes.forEach((recipient, home) -> {
            for (JamesServer entry : homes.values()) {
                home.inbox(recipient, PASSWORD).await("Subject: each-" + entry.name());
            }
        });
        homes.forEach(
                (recipient, home) -> assertThat(home.inbox(recipient, PASSWORD).messagesWith("Subject: each-"))
                        .as(recipient)
                        .hasSize(homes.size()));
    }

    @Test
    @Tag("D1")
    void mailShouldReachItsOwnerWhenAUserSubmitsItElsewhere() {
        try (SmtpSession session = submission(servers.paris, ALICE)) {
            assertThat(session.rcpt(BOB).code()).isEqualTo(250);
            assertThat(session.data(message("submitted")).code()).isEqualTo(250);
        }

        servers.tokyo.inbox(BOB, PASSWORD).await("Subject: submitted");
    }

    @Test
    @Tag("D1")
    void accountMadeByTheCommandLineShouldBeFoundByThePeers() {
        assertThat(servers.austin
                        .cli()
                        .run("AddUser", "dora@example.com", PASSWORD)
                        .exitCode())
                .isZero();

        try (SmtpSession session = stranger(servers.tokyo)) {
            assertThat(session.rcpt("dora@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("for-dora")).code()).isEqualTo(250);
        }

        servers.austin.inbox("dora@example.com", PASSWORD).await("Subject: for-dora");
    }

    @Test
    @Tag("D2")
    void recipientShouldBeRefusedWhenNoServerHasIt() {
        for (JamesServer entry : homes.values()) {
            try (SmtpSession session = stranger(entry)) {
                SmtpReply reply = session.rcpt("nobody-at-" + entry.name() + "@example.com");

                assertThat(reply.code()).isEqualTo(550);
                assertThat(reply.text()).startsWith("5.1.1");
            }
        }
    }

    @Test
    @Tag("D1")
    void aliasOnAPeerShouldBeFoundAndReachItsAccount() {
        servers.tokyo.webAdmin().alias("bobby@example.com", BOB);

        try (SmtpSession session = servers.strangerAtParis()) {
            assertThat(session.rcpt("bobby@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("for-bobby")).code()).isEqualTo(250);
        }

        servers.tokyo.inbox(BOB, PASSWORD).await("Subject: for-bobby");
    }

    @Test
    @Tag("D1")
    @Tag("L2")
    void everyRecipientShouldGetOneCopyWhenTheyLiveHereThereAndNowhere() {
        String team = "team@example.com";
        for (String member : new String[] {ALICE, BOB, CAROL, "ghost@example.com"}) {
            servers.paris.webAdmin().group(team, member);
        }
        servers.paris.webAdmin().user("sam@example.com", PASSWORD);

        try (SmtpSession session = submission(servers.paris, "sam@example.com")) {
            assertThat(session.rcpt(team).code()).isEqualTo(250);
            assertThat(session.rcpt("ghost@example.com").code()).isEqualTo(550);
            assertThat(session.data(message("to-the-team")).code()).isEqualTo(250);
        }

        homes.forEach((recipient, home) -> home.inbox(recipient, PASSWORD).await("Subject: to-the-team"));
        ImapMailbox sender = servers.paris.inbox("sam@example.com", PASSWORD);
        assertThat(sender.await("ghost@example.com")).contains("to-the-team");
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    homes.forEach((recipient, home) -> assertThat(
                                    home.inbox(recipient, PASSWORD).messagesWith("Subject: to-the-team"))
                            .as(recipient)
                            .hasSize(1));
                    assertThat(sender.messages()).as("bounces").hasSize(1);
                });
    }

    @Test
    @Tag("D1")
    void everyRecipientShouldGetOneCopyWhenOneMessageNamesPeopleOfAllServers() {
        try (SmtpSession session = servers.strangerAtParis()) {
            homes.keySet()
                    .forEach(recipient ->
                            assertThat(session.rcpt(recipient).code()).isEqualTo(250));
            assertThat(session.data(message("to-all-three")).code()).isEqualTo(250);
        }

        homes.forEach((recipient, home) -> home.inbox(recipient, PASSWORD).await("Subject: to-all-three"));
        homes.forEach(
                (recipient, home) -> assertThat(home.inbox(recipient, PASSWORD).messagesWith("Subject: to-all-three"))
                        .as(recipient)
                        .hasSize(1));
    }
}
