// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own client against everything that others are tried with. */
@Timeout(60)
class MisbehaviourTest {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Path PAGE = Path.of("../docs/minger-torture.md");

    private static HostResolver resolver;
    private static MingerClient client;

    @BeforeAll
    static void open() {
        resolver = HostResolver.ofSystem();
        client = MingerClient.create(
                MingerClientConfiguration.of(resolver).withTries(Duration.ofMillis(400), 3, Duration.ofSeconds(5)));
    }

    @AfterAll
    static void close() {
        client.close();
        resolver.close();
    }

    @ParameterizedTest
    @EnumSource
    void ownClientShouldMakeOfItWhatARightOneDoes(Misbehaviour misbehaviour) {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(Misbehaviour.asEachMailboxAsks())) {
            MingerOutcome outcome = client.ask(
                            new MingerServer("127.0.0.1", peer.address().getPort(), SECRET),
                            Mailbox.parse(misbehaviour.word() + ".1@example.com"),
                            Duration.ofSeconds(5),
                            Proving.of(ProofKeys.of(SECRET), false))
                    .toCompletableFuture()
                    .join();

            assertThat(said(outcome)).isEqualTo(right(misbehaviour));
        }
    }

    @Test
    void serverShouldGoOnWhenAQueryHasNoAddress() throws IOException {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(Misbehaviour.asEachMailboxAsks());
                DatagramSocket stranger = new DatagramSocket()) {
            stranger.connect(peer.address());
            stranger.setSoTimeout(10_000);
            for (Misbehaviour each : Misbehaviour.values()) {
                stranger.send(packet(each.word()));
            }
            stranger.send(packet("exists@example.com"));

            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            stranger.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("exists@example.com 5");
        }
    }

    private static DatagramPacket packet(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return new DatagramPacket(octets, octets.length);
    }

    private static String said(MingerOutcome outcome) {
        if (outcome instanceof MingerOutcome.Answered answered) {
            return switch (answered.status()) {
                case EXISTS -> "the address exists";
                case EXISTS_BUT_CANNOT_RECEIVE -> "it exists, and takes no mail now";
                case DOES_NOT_EXIST -> "no such address";
                default -> "nobody knows";
            };
        }
        return "nobody knows";
    }

    private static String right(Misbehaviour misbehaviour) {
        return switch (misbehaviour) {
            case UNKNOWN, UNAVAILABLE -> misbehaviour.right();
                // Ours waits for its last try: 1.2 seconds in all.
            case LATE -> "nobody knows";
            default -> misbehaviour.right().startsWith("the address exists") ? "the address exists" : "nobody knows";
        };
    }

    @ParameterizedTest
    @EnumSource
    void pageShouldTellIt(Misbehaviour misbehaviour) throws IOException {
        assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                .contains("| `" + misbehaviour.word() + "` | " + misbehaviour.does() + " | " + misbehaviour.right()
                        + " |");
    }
}
