// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.smtpclient.Extensions;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** tokyo takes messages of 1000 octets. */
@Tag("D15")
class OwnerLimitsTest {
    private static final String STRANGER = "127.0.0.1";
    private static final SmtpServer TOKYO = new SmtpServer("tokyo.example.net", 25);
    private static final String FRANK = "RCPT TO:<frank@example.com>";
    private static final String TOO_LARGE =
            "552 5.3.4 The message is too large, at most 1000 octets are taken for frank@example.com";

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("frank@example.com", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.CACHE))
            .resolveOthersTo(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
    private final AtomicInteger asked = new AtomicInteger();
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.21"));
        listener.hello = (server, command, budget) -> {
            asked.incrementAndGet();
            return CompletableFuture.completedStage(new SmtpOutcome.NoAnswer(SmtpOutcome.Reason.TIMEOUT, ""));
        };
        listener.capabilities.announced(TOKYO, sizes(1000));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void messageThatTheOwnersServerTakesNotShouldBeRefusedForItsRecipientAlone() throws Exception {
        try (SmtpClient client = beginning(1001)) {
            assertThat(client.exchange(FRANK)).isEqualTo(TOO_LARGE);
            assertThat(client.exchange("RCPT TO:<zoe@example.com>"))
                    .as("whose owner was asked for")
                    .startsWith("552 5.3.4");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
        }
        assertThat(asked).as("tokyo was heard just now").hasValue(0);
        assertThat(listener.count("smtp_replies_total{rcpt,552}")).isEqualTo(2);
    }

    @Test
    void messageOfTheLargestSizeAndOneThatNamesNoneShouldBeTaken() throws Exception {
        try (SmtpClient client = beginning(1000)) {
            assertThat(client.exchange(FRANK)).startsWith("250");
        }
        try (SmtpClient client = listener.connect(STRANGER).greet("")) {
            assertThat(client.exchange(FRANK)).startsWith("250");
        }
    }

    @Test
    void limitOfLongAgoShouldBeHeardAgainBeforeAnybodyIsRefused() throws Exception {
        listener.clock.advance(Duration.ofHours(1));
        listener.hello = (server, command, budget) -> {
            asked.incrementAndGet();
            listener.capabilities.announced(server, sizes(5000));
            return CompletableFuture.completedStage(new SmtpOutcome.NoAnswer(SmtpOutcome.Reason.CLOSED, ""));
        };

        try (SmtpClient client = beginning(1001)) {
            assertThat(client.exchange(FRANK)).as("it has been raised").startsWith("250");
        }
        assertThat(asked).hasValue(1);
        try (SmtpClient client = beginning(5001)) {
            assertThat(client.exchange(FRANK)).startsWith("552 5.3.4");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void serverThatCannotBeHeardShouldRefuseNothing() throws Exception {
        listener.clock.advance(Duration.ofHours(1));

        try (SmtpClient client = beginning(1001)) {
            assertThat(client.exchange(FRANK)).startsWith("250");
            assertThat(client.exchange("RCPT TO:<zoe@example.com>")).startsWith("250");
        }
        assertThat(asked).as("nobody waits for it twice").hasValue(1);
    }

    @Test
    void serverShouldBeHeardAgainForAMessageOfUnknownSizeAndNobodyWait() throws Exception {
        listener.hello = (server, command, budget) -> {
            asked.incrementAndGet();
            return new CompletableFuture<>();
        };
        try (SmtpClient client = listener.connect(STRANGER).greet("")) {
            assertThat(client.exchange(FRANK)).startsWith("250");
            assertThat(asked).as("heard just now").hasValue(0);
            listener.clock.advance(Duration.ofHours(1));
            assertThat(client.exchange(FRANK)).startsWith("250");
            assertThat(client.exchange(FRANK)).startsWith("250");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void commandsThatWaitForTheServerShouldBeAnsweredInOrder() throws Exception {
        listener.clock.advance(Duration.ofHours(1));
        CompletableFuture<SmtpOutcome> heard = new CompletableFuture<>();
        listener.hello = (server, command, budget) -> heard;

        try (SmtpClient client = beginning(1001)) {
            client.send(FRANK, "RCPT TO:<ann@example.com>");
            listener.capabilities.announced(TOKYO, sizes(1000));
            heard.complete(new SmtpOutcome.NoAnswer(SmtpOutcome.Reason.CLOSED, ""));
            assertThat(client.reply()).isEqualTo(TOO_LARGE);
            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void peerShouldBeAnsweredByThisServersOwnWord() throws Exception {
        try (SmtpClient client = listener.connect("127.0.0.21")) {
            client.exchange("EHLO peer.example");
            client.exchange("MAIL FROM:<a@elsewhere.example> SIZE=5000");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
        }
    }

    private SmtpClient beginning(int octets) throws Exception {
        SmtpClient client = listener.connect(STRANGER);
        client.exchange("EHLO client.example");
        assertThat(client.exchange("MAIL FROM:<a@elsewhere.example> SIZE=" + octets))
                .startsWith("250");
        return client;
    }

    private static Extensions sizes(long limit) {
        return Extensions.of(new SmtpReply(250, List.of("hello", "SIZE " + limit)));
    }
}
