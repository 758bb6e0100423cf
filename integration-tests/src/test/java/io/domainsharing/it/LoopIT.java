// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two servers that each believe that the other one owns an address end with one bounce, not with a circle. */
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

    private String assertOneBounce(String sender, String about) {
        ImapMailbox inbox = servers.paris.inbox(sender, PASSWORD);
        String bounce = inbox.await(about);
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    assertThat(inbox.messages()).hasSize(1);
                    assertThat(servers.paris.webAdmin().queueSize("domain-sharing-tokyo"))
                            .isZero();
                    assertThat(servers.tokyo.webAdmin().queueSize("domain-sharing-paris"))
                            .isZero();
                });
        return bounce;
    }

    private static int rcpt(JamesServer server, String recipient) {
        try (SmtpSession session = stranger(server)) {
            return session.rcpt(recipient).code();
        }
    }
}
