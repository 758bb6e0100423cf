// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What strangers ask for, by SMTP or Minger, is refused to themselves, and costs the peers and everybody else nothing. */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class StrangersIT {
    private static final String PEER = "127.0.2.92";

    private OnePeerServer lyon;

    @BeforeAll
    void start() {
        lyon = new OnePeerServer("lyon-strangers", "127.0.2.91", PEER, xml -> {});
    }

    @AfterAll
    void stop() {
        lyon.close();
    }

    @BeforeEach
    void calm() {
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("colleague") ? 5 : 3));
    }

    private String stateOfThePeer() {
        return lyon.james
                .webAdmin()
                .get("/domain-sharing/peers/oslo")
                .path("state")
                .asText();
    }

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItLeavesOneAddressUnanswered() {
        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });
        for (int i = 0; i < 5; i++) {
            assertThat(lyon.rcpt("mute@example.com")).isEqualTo(451);
        }

        assertThat(lyon.rcpt("colleague-beside-mute@example.com")).isEqualTo(250);
        assertThat(stateOfThePeer()).isEqualTo("up");
    }

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItLeavesManyAddressesUnanswered() {
        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });
        for (int i = 0; i < 6; i++) {
            assertThat(lyon.rcpt("mute" + i + "@example.com")).isEqualTo(451);
            assertThat(stateOfThePeer()).isEqualTo("up");
        }

        assertThat(lyon.rcpt("colleague-beside-many@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerShouldStayUpWhenItEchoesOnlyTheBeginningOfAQuotedAddress() {
        for (int i = 0; i < 6; i++) {
            assertThat(lyon.rcpt("\"a b" + i + "\"@example.com")).isEqualTo(451);
        }

        assertThat(stateOfThePeer()).isEqualTo("up");
        assertThat(lyon.rcpt("colleague-beside-quotes@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerThatIsDownShouldBeUpAgainAsSoonAsATestIsAnswered() {
        lyon.peer.script(query -> {});
        for (int i = 0; i < 3; i++) {
            assertThat(lyon.rcpt("outage" + i + "@example.com")).isEqualTo(451);
        }
        assertThat(stateOfThePeer()).isEqualTo("down");

        // The next probe is seconds away: it is the test that closes the breaker.
        calm();
        lyon.james.webAdmin().send("POST", "/domain-sharing/peers/oslo?action=test", "");

        assertThat(stateOfThePeer()).isEqualTo("up");
        assertThat(lyon.rcpt("colleague-after-test@example.com")).isEqualTo(250);
    }

    @Test
    @Tag("D2")
    void peerShouldComeBackWhenTheAddressThatWasAskedForLastStaysUnanswered() {
        lyon.peer.script(query -> {});
        for (int i = 0; i < 3; i++) {
            assertThat(lyon.rcpt("mute-outage" + i + "@example.com")).isEqualTo(451);
        }
        assertThat(stateOfThePeer()).isEqualTo("down");

        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("mute")) {
                query.status(query.mailbox().startsWith("colleague") ? 5 : 3);
            }
        });

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> stateOfThePeer()
                .equals("up"));
        assertThat(lyon.rcpt("colleague-after-outage@example.com")).isEqualTo(250);
    }
}
