// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.DurableServer.takenBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queues are ActiveMQ's, below the server's folder. */
@BesideOthers
@Tag("L2")
@Tag("P1")
class DurableQueueIT extends DurableQueues {
    DurableQueueIT() {
        super(DurableServer.onActiveMq("paris-durable", "127.0.9."));
    }

    @Test
    void noTemporaryFileShouldBeLeftWhenItIsSeenWhatWaitsNorWhenItIsFoundAtAStart() {
        // James holds the content of a message in memory up to 100 KB.
        String padding = "x".repeat(70) + '\n';
        servers.handIn(30, "seen", "late-seen@example.com", padding.repeat(2_000));
        servers.awaitWaiting("osaka", 30);
        assertThatSixLooksLeaveNothing();

        paris.kill();
        paris.start();

        servers.awaitWaiting("osaka", 30);
        assertThatSixLooksLeaveNothing();
        servers.osakasGate.open();
        servers.awaitWaiting("osaka", 0);
        assertThat(takenBy(servers.osaka, "seen")).hasSize(30);
    }

    private void assertThatSixLooksLeaveNothing() {
        int before = servers.temporaryFiles().size();
        for (int look = 0; look < 6; look++) {
            JsonNode osaka = servers.seen("osaka");
            assertThat(osaka.path("waiting").asInt()).isEqualTo(30);
            assertThat(osaka.path("oldestSince").asText()).isNotEmpty();
            assertThat(osaka.path("nextAttempt").asText()).isNotEmpty();
            assertThat(paris.webAdmin().get("/domain-sharing").isEmpty()).isFalse();
        }
        // The tries of a moment have files of their own.
        Awaitility.await()
                .untilAsserted(() -> assertThat(servers.temporaryFiles()).hasSizeLessThanOrEqualTo(before));
    }
}
