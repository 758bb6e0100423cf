// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail for a peer that takes none goes back to its sender by its age, once, and says why. */
@Tag("D7")
@ExtendWith(NoLeftovers.class)
class ExpiryIT {
    private static final String SENDER = "ann@example.net";
    private static final String QUEUE = "domain-sharing-oslo";

    private final SmtpSink world = SmtpSink.on("127.0.1.56");
    private final OnePeerServer lyon = new OnePeerServer(
            "lyon-expiry",
            "127.0.1.54",
            "127.0.1.55",
            xml -> xml.set("delivery/expiry", "5s").set("delivery/delayTime", "1 second"),
            conf -> conf.edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world)));

    @AfterEach
    void stop() {
        lyon.close();
        world.close();
    }

    @Test
    @Tag("L2")
    void mailShouldComeBackOnceWithTheReasonWhenItIsTooOld() {
        lyon.james.webAdmin().alias("silent-alias@example.com", "silent@example.com");
        lyon.peer.script(query -> {
            if (!query.mailbox().startsWith("silent")) {
                query.status(5);
            }
        });
        // The peer answers questions, but nobody listens any more where its mail is to go.
        lyon.peer.sink().close();

        lyon.send(SENDER, "expires", "dead@example.com", "dead-too@example.com");
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 1);
        lyon.send("ann-unknown@example.net", "expires-undetermined", "silent-alias@example.com");
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize("domain-sharing-undetermined") == 1);
        assertThat(world.mails()).as("before its time").isEmpty();

        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> world.mails().size() == 2);
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(world.mails()).hasSize(2);
                    assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isZero();
                    assertThat(lyon.james.webAdmin().queueSize("domain-sharing-undetermined"))
                            .isZero();
                });
        assertThat(bounceTo(SENDER))
                .contains("Final-Recipient: rfc822; dead@example.com")
                .contains("Final-Recipient: rfc822; dead-too@example.com")
                .contains("Status: 4.4.7 Delivery time expired")
                .contains("lyon-expiry -> oslo")
                .contains("cannot be reached");
        assertThat(bounceTo("ann-unknown@example.net"))
                .contains("silent@example.com")
                .contains("no server could tell whose address it is");
    }

    private String bounceTo(String sender) {
        List<SmtpSink.Mail> bounces = world.mails().stream()
                .filter(mail -> mail.recipients().contains(sender))
                .toList();
        assertThat(bounces).hasSize(1);
        assertThat(bounces.get(0).sender()).isEmpty();
        return bounces.get(0).content();
    }
}
