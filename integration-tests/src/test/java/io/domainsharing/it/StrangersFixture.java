// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One James with a scripted peer by Minger, one that says yes to everything, and a slow one that is asked by RCPT. */
abstract class StrangersFixture {
    static final String PEER = "127.0.2.92";
    static final String DOMAIN_OF_ALL = "all.example";
    static final int FLOOD_AT_ONCE = 100;
    static final String SLOW_DOMAIN = "slow.example";

    OnePeerServer lyon;
    /** A peer by Minger that says yes to every address of one more domain. */
    ScriptedPeer everything;

    /** A peer that is asked by RCPT, and takes its time to refuse. */
    SmtpSink slow;

    final AtomicInteger refused = new AtomicInteger();

    @BeforeAll
    void start() {
        everything = new ScriptedPeer("everything", "127.0.2.93", query -> query.status(5));
        everything.acceptEverything();
        slow = SmtpSink.on("127.0.2.94").answering(this::refuseSlowly);
        lyon = new OnePeerServer(
                "lyon-strangers",
                "127.0.2.91",
                PEER,
                xml -> {
                    Sharing.PeerEntry entry = everything.entry();
                    xml.add("domains/domain", DOMAIN_OF_ALL).add("peers/peer", "");
                    xml.add("peers/peer/name", entry.name()).add("peers/peer/smtp", entry.smtp());
                    xml.add("peers/peer/mingerPort", Integer.toString(entry.mingerPort()))
                            .add("peers/peer/secret", entry.secret())
                            .add("peers/peer/trusted", entry.trusted())
                            .add("peers/peer/domain", DOMAIN_OF_ALL);
                    xml.add("domains/domain", SLOW_DOMAIN).add("peers/peer", "");
                    xml.add("peers/peer/name", "slow").add("peers/peer/smtp", slow.address());
                    xml.add("peers/peer/lookup", "rcpt").add("peers/peer/domain", SLOW_DOMAIN);
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", DOMAIN_OF_ALL)
                        .add("domainnames/domainname", SLOW_DOMAIN)));
    }

    @AfterAll
    void stop() {
        lyon.close();
        everything.close();
        slow.close();
    }

    @BeforeEach
    void calm() {
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("colleague") ? 5 : 3));
    }

    String stateOfThePeer() {
        return lyon.james
                .webAdmin()
                .get("/domain-sharing/peers/oslo")
                .path("state")
                .asText();
    }

    Optional<String> refuseSlowly(String command) {
        if (!command.startsWith("RCPT TO:") || command.contains("<colleague@")) {
            return Optional.empty();
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ofMillis(20))
                .until(() -> true);
        refused.incrementAndGet();
        return Optional.of("550 5.1.1 no such user");
    }

    void forget(String address) {
        assertThat(lyon.james
                        .webAdmin()
                        .send("DELETE", "/domain-sharing/cache/" + address, "")
                        .statusCode())
                .isEqualTo(204);
    }

    int flood(DatagramSocket flood, String datagram) {
        for (int i = 0; i < FLOOD_AT_ONCE; i++) {
            try {
                flood.send(MingerByHand.packet(lyon.james, datagram));
            } catch (IOException e) {
                return i;
            }
        }
        return FLOOD_AT_ONCE;
    }

    // As every client does: the system may drop a datagram before James sees it.
    String askAgainOnSilence(String mailbox) throws IOException {
        String answer = MingerByHand.SILENCE;
        for (int attempt = 0; attempt < 3 && answer.equals(MingerByHand.SILENCE); attempt++) {
            answer = MingerByHand.send(PEER, lyon.james, MingerByHand.query(lyon.james, mailbox), 1_000);
        }
        return answer;
    }
}
