// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.DurableServer.ALICE;
import static io.domainsharing.it.DurableServer.takenBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail that waits on a server whose queues outlive it, whichever keeps them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NoLeftovers.class)
abstract class DurableQueues {
    private static final int MANY = 60;

    final DurableServer servers;
    final JamesServer paris;

    DurableQueues(DurableServer servers) {
        this.servers = servers;
        this.paris = servers.paris;
    }

    @BeforeAll
    void start() {
        servers.start();
    }

    @AfterEach
    void asEver() {
        servers.osakasGate.shut();
        servers.osaka.script(DurableServer.having("late"));
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void sampleShouldKeepUndeliveredMailInFiles() {
        assertThat(paris.log())
                .contains("Domain Sharing is on: node " + paris.name())
                .doesNotContain("the next restart loses");
        assertThat(paris.folder().resolve("var/mail/error")).isDirectory();
    }

    @Test
    void everyMailShouldArriveOnceWhenTheServerIsStoppedAmongTries() {
        List<String> sent = servers.handIn(MANY, "orderly", "slow@example.com");
        awaitTaken("orderly", 5);

        paris.restart();

        awaitTaken("orderly", MANY);
        servers.awaitWaiting("tokyo", 0);
        assertThat(takenBy(servers.tokyo, "orderly")).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void noMailShouldBeLostAndOnlyThoseUnderWayTwiceWhenTheServerIsKilledAmongTries() {
        List<String> sent = servers.handIn(MANY, "killed", "slow@example.com");
        awaitTaken("killed", 5);

        paris.kill();
        paris.start();

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        new HashSet<>(takenBy(servers.tokyo, "killed")))
                .containsExactlyInAnyOrderElementsOf(sent));
        servers.awaitWaiting("tokyo", 0);
        // RFC 1047: a message whose reply the sender did not live to hear is sent again.
        assertThat(takenBy(servers.tokyo, "killed")).hasSizeBetween(MANY, MANY + DurableServer.CONNECTIONS);
    }

    @Test
    void waitingAndUndeterminedMailShouldArriveOnceWhenThePeerIsBackAfterAStopAndAKill() {
        servers.osaka.script(query -> {
            if (!query.mailbox().startsWith("ghost")) {
                DurableServer.having("late").asked(query);
            }
        });
        paris.webAdmin().user("forwarder@example.com", ThreeServers.PASSWORD);
        paris.webAdmin().forward("forwarder@example.com", "ghost@example.com");
        List<String> late = servers.handIn(5, "late", "late@example.com");
        List<String> undetermined = servers.handIn(5, "undetermined", "forwarder@example.com");
        servers.awaitWaiting("osaka", 5);
        servers.awaitUndetermined(5);

        paris.restart();
        servers.awaitWaiting("osaka", 5);
        servers.awaitUndetermined(5);
        paris.kill();
        paris.start();
        servers.awaitWaiting("osaka", 5);
        servers.awaitUndetermined(5);
        servers.osaka.script(DurableServer.having(""));
        servers.osakasGate.open();

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(takenBy(servers.osaka, "late")).containsExactlyInAnyOrderElementsOf(late);
            assertThat(takenBy(servers.osaka, "undetermined")).containsExactlyInAnyOrderElementsOf(undetermined);
        });
        servers.awaitWaiting("osaka", 0);
        servers.awaitUndetermined(0);
    }

    @Test
    void mailShouldBeLookedUpAnewWhenItsPeerIsRemovedWhileTheServerIsDown() {
        List<String> moved = servers.handIn(3, "moved", "gone-to-tokyo@example.com");
        List<String> returned = servers.handIn(3, "returned", "gone-for-good@example.com");
        servers.awaitWaiting("kyoto", 6);

        paris.stop();
        servers.forgetKyoto();
        servers.tokyo.script(query -> query.status(query.mailbox().matches("slow.*|gone-to-tokyo.*") ? 5 : 3));
        paris.start();

        awaitTaken("moved", 3);
        ImapMailbox inbox = paris.inbox(ALICE, ThreeServers.PASSWORD);
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(inbox.messages())
                .filteredOn(message -> message.contains("gone-for-good@example.com"))
                .hasSize(3));
        assertThat(takenBy(servers.tokyo, "moved")).containsExactlyInAnyOrderElementsOf(moved);
        assertThat(inbox.messages())
                .filteredOn(message -> message.contains("gone-for-good@example.com"))
                .allSatisfy(message -> assertThat(message).contains("Subject: returned "));
        assertThat(returned).hasSize(3);
        assertThat(paris.log()).contains("kyoto is no peer or gateway any more: 6 mails");
    }

    private void awaitTaken(String beginning, int count) {
        Awaitility.await(count + " of " + beginning)
                .atMost(Duration.ofMinutes(1))
                .until(() -> takenBy(servers.tokyo, beginning).size() >= count);
    }
}
