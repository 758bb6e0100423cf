// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Mail that comes back to a server: a circle ends with one return, or with none where somebody in it has a copy; a chain of
 * forwards over several servers is no circle.
 */
@Tag("L1")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class LoopIT {
    private final ThreeServers servers;

    LoopIT(ThreeServers servers) {
        this.servers = servers;
    }

    @Test
    void messageShouldBounceOnceWhenBothCachesAreStaleInOppositeWays() {
        String moved = "moved@example.com";
        servers.tokyo.webAdmin().user(moved, PASSWORD);
        assertThat(rcpt(servers.paris, moved)).isEqualTo(250);
        servers.tokyo.webAdmin().send("DELETE", "/users/" + moved, "");
        // An address mapping: creating an account or a group would put the stale entry right.
        String mapping = "/mappings/address/" + moved + "/targets/" + ThreeServers.ALICE;
        servers.paris.webAdmin().send("POST", mapping, "");
        assertThat(rcpt(servers.tokyo, moved)).isEqualTo(250);
        servers.paris.webAdmin().send("DELETE", mapping, "");
        String sender = "looper@example.com";
        servers.paris.webAdmin().user(sender, PASSWORD);

        try (SmtpSession session = submission(servers.paris, sender)) {
            assertThat(session.rcpt(moved).code()).as("the stale entry").isEqualTo(250);
            assertThat(session.data(message("opposite")).code()).isEqualTo(250);
        }

        assertOneBounce(sender, moved);
    }

    @Test
    void messageShouldBounceOnceWithItsPathWhenListsOfTwoServersNameEachOther() {
        servers.paris.webAdmin().group("ring-a@example.com", "ring-b@example.com");
        servers.tokyo.webAdmin().group("ring-b@example.com", "ring-a@example.com");
        String sender = "ringer@example.com";
        servers.paris.webAdmin().user(sender, PASSWORD);

        try (SmtpSession session = submission(servers.paris, sender)) {
            assertThat(session.rcpt("ring-a@example.com").code()).isEqualTo(250);
            assertThat(session.data(message("ring")).code()).isEqualTo(250);
        }

        String bounce = assertOneBounce(sender, "ring-");
        // Not just any end: without the guard James's own limit of thirty hops would end it too.
        assertThat(bounce).as("the path").contains("Routing loop: paris -> tokyo -> paris");
    }

    @Test
    void chainOfForwardsShouldBeDeliveredWhenItCrossesTwoServersThreeTimes() {
        forward(servers.paris, "chain-a@example.com", "chain-b@example.com");
        forward(servers.tokyo, "chain-b@example.com", "chain-c@example.com");
        forward(servers.paris, "chain-c@example.com", "chain-d@example.com");
        servers.tokyo.webAdmin().user("chain-d@example.com", PASSWORD);
        String sender = sender("chain-sender@example.com");

        send(sender, "chain", "chain-a@example.com");

        servers.tokyo.inbox("chain-d@example.com", PASSWORD).await("Subject: chain");
        assertSettled(sender, 0);
    }

    @Test
    void mutualForwardsShouldGiveEachOneCopyWhenBothKeepOne() {
        forwardWithCopy(servers.paris, "mutual-a@example.com", "mutual-b@example.com");
        forwardWithCopy(servers.tokyo, "mutual-b@example.com", "mutual-a@example.com");
        String sender = sender("mutual-sender@example.com");

        send(sender, "mutual", "mutual-a@example.com");

        ImapMailbox first = servers.paris.inbox("mutual-a@example.com", PASSWORD);
        ImapMailbox second = servers.tokyo.inbox("mutual-b@example.com", PASSWORD);
        first.await("Subject: mutual");
        second.await("Subject: mutual");
        assertSettled(sender, 0);
        assertThat(first.messages()).hasSize(1);
        assertThat(second.messages()).hasSize(1);
    }

    @Test
    void mutualForwardsShouldGiveEachOneCopyWhenMailIsForBothAtOnce() {
        forwardWithCopy(servers.paris, "both-a@example.com", "both-b@example.com");
        forwardWithCopy(servers.tokyo, "both-b@example.com", "both-a@example.com");
        String sender = sender("both-sender@example.com");

        send(sender, "both", "both-a@example.com", "both-b@example.com");

        ImapMailbox first = servers.paris.inbox("both-a@example.com", PASSWORD);
        ImapMailbox second = servers.tokyo.inbox("both-b@example.com", PASSWORD);
        first.await("Subject: both");
        second.await("Subject: both");
        assertSettled(sender, 0);
        assertThat(first.messages()).hasSize(1);
        assertThat(second.messages()).hasSize(1);
    }

    @Test
    void circleShouldBounceOnceWithItsPathWhenNobodyKeepsACopy() {
        forward(servers.paris, "circle-a@example.com", "circle-b@example.com");
        forward(servers.tokyo, "circle-b@example.com", "circle-a@example.com");
        String sender = sender("circle-sender@example.com");

        send(sender, "circle", "circle-a@example.com");

        // James 3.9 forwards in the name of whoever forwards, who then gets the return.
        boolean byForwarder = StockJames.underTest().isJakarta();
        ImapMailbox returned = byForwarder
                ? servers.tokyo.inbox("circle-b@example.com", PASSWORD)
                : servers.paris.inbox(sender, PASSWORD);
        assertThat(returned.await("circle-")).contains("Routing loop: paris -> tokyo -> paris");
        assertSettled(sender, byForwarder ? 0 : 1);
        assertThat(returned.messages()).hasSize(1);
    }

    @Test
    void ringOfThreeServersShouldBounceNothingWhenOneKeepsACopy() {
        forward(servers.paris, "three-a@example.com", "three-b@example.com");
        forwardWithCopy(servers.tokyo, "three-b@example.com", "three-c@example.com");
        forward(servers.austin, "three-c@example.com", "three-a@example.com");
        String sender = sender("three-sender@example.com");

        send(sender, "three", "three-a@example.com");

        ImapMailbox keeper = servers.tokyo.inbox("three-b@example.com", PASSWORD);
        keeper.await("Subject: three");
        assertSettled(sender, 0);
        assertThat(keeper.messages()).hasSize(1);
    }

    @Test
    void ringOfSieveRedirectsShouldBounceOnce() {
        redirect(servers.paris, "sieve-a@example.com", "sieve-b@example.com");
        redirect(servers.tokyo, "sieve-b@example.com", "sieve-a@example.com");
        String sender = sender("sieve-sender@example.com");

        send(sender, "sieve", "sieve-a@example.com");

        assertThat(assertOneBounce(sender, "sieve-")).contains("Routing loop: paris -> tokyo -> paris");
    }

    @Test
    void messageShouldBeRefusedAtTheEndOfDataAndNotBounceWhenItHasComeTooFar() {
        String victim = sender("victim@example.com");
        String received = "Received: from a.example.net by b.example.net; Mon, 30 Nov 2026 08:00:00 +0000\n";

        try (SmtpSession session = SmtpSession.connect(servers.paris.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail(victim).code()).isEqualTo(250);
            assertThat(session.rcpt(ThreeServers.ALICE).code()).isEqualTo(250);
            assertThat(session.data(received.repeat(31) + message("far")).toString())
                    .contains("554 5.4.6 Too many hops");
        }

        assertSettled(victim, 0);
    }

    private String sender(String address) {
        servers.paris.webAdmin().user(address, PASSWORD);
        return address;
    }

    private static void forward(JamesServer server, String from, String to) {
        server.webAdmin().user(from, PASSWORD).forward(from, to);
    }

    private static void forwardWithCopy(JamesServer server, String from, String to) {
        server.webAdmin().user(from, PASSWORD).forward(from, to).forward(from, from);
    }

    private static void redirect(JamesServer server, String from, String to) {
        server.webAdmin().user(from, PASSWORD);
        assertThat(server.webAdmin()
                        .send("PUT", "/sieve/" + from + "/scripts/all?activate=true", "redirect \"" + to + "\";\n")
                        .statusCode())
                .isEqualTo(204);
    }

    private void send(String sender, String subject, String... recipients) {
        try (SmtpSession session = submission(servers.paris, sender)) {
            for (String recipient : recipients) {
                assertThat(session.rcpt(recipient).code()).as(recipient).isEqualTo(250);
            }
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
    }

    private String assertOneBounce(String sender, String about) {
        ImapMailbox inbox = servers.paris.inbox(sender, PASSWORD);
        String bounce = inbox.await(about);
        assertSettled(sender, 1);
        return bounce;
    }

    /** Nothing is on its way any more, and so many returns have come. */
    private void assertSettled(String sender, int returns) {
        ImapMailbox inbox = servers.paris.inbox(sender, PASSWORD);
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(inbox.messages()).hasSize(returns);
                    for (JamesServer server : List.of(servers.paris, servers.tokyo, servers.austin)) {
                        for (String peer : List.of("paris", "tokyo", "austin")) {
                            assertThat(server.webAdmin().queueSize("domain-sharing-" + peer))
                                    .isZero();
                        }
                    }
                });
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }
}
