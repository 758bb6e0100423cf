// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A James whose queues outlive it, and three peers that are none of ours. Each has the mailboxes that begin with its word:
 * tokyo takes a second and a half over each message; osaka's and kyoto's gates are shut until a test opens them.
 */
final class DurableServer implements AutoCloseable {
    static final int CONNECTIONS = 10;
    static final String ALICE = "alice@example.com";
    private static final Duration OVER_A_MESSAGE = Duration.ofMillis(1500);

    final ScriptedPeer tokyo;
    final ScriptedPeer osaka;
    final ScriptedPeer kyoto;
    final TcpGate osakasGate;
    final TcpGate kyotosGate;
    final JamesServer paris;
    private final Path temporary;
    private final @Nullable RabbitMq broker;

    /** @param network of loopback, its last number left out */
    static DurableServer onActiveMq(String name, String network) {
        return new DurableServer(JamesServer.durable(name, network + 1), network, null);
    }

    /** @param network of loopback, its last number left out */
    static DurableServer onRabbitMq(String name, String network) {
        RabbitMq broker = RabbitMq.create(name + "-broker", network + 5);
        return new DurableServer(JamesServer.rabbitmq(name, network + 1, broker), network, broker);
    }

    private DurableServer(JamesServer paris, String network, @Nullable RabbitMq broker) {
        this.broker = broker;
        this.paris = paris;
        this.tokyo = new ScriptedPeer("tokyo", network + 2, having("slow"));
        this.osaka = new ScriptedPeer("osaka", network + 3, having("late"));
        this.kyoto = new ScriptedPeer("kyoto", network + 4, having("gone"));
        this.osakasGate = new TcpGate(osaka.sink().socketAddress());
        this.kyotosGate = new TcpGate(kyoto.sink().socketAddress());
        this.temporary = paris.folder().resolve("tmp");
        tokyo.sink().answering(command -> {
            if (command.equals(SmtpSink.END_OF_MESSAGE)) {
                pass(OVER_A_MESSAGE);
            }
            return Optional.empty();
        });
        joined(entryBehind(osakasGate, osaka), entryBehind(kyotosGate, kyoto));
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        paris.jvmFlags("-Djava.io.tmpdir=" + temporary);
    }

    void start() {
        if (broker != null) {
            broker.start();
        }
        paris.start();
        paris.webAdmin().user(ALICE, ThreeServers.PASSWORD);
    }

    /** From its next start on it has no peer kyoto. */
    void forgetKyoto() {
        joined(entryBehind(osakasGate, osaka));
    }

    private void joined(Sharing.PeerEntry... others) {
        List<Sharing.PeerEntry> peers = new ArrayList<>(List.of(tokyo.entry()));
        peers.addAll(List.of(others));
        Sharing.join("example.com", paris, peers);
        paris.conf()
                .edit(
                        "domainsharing.xml",
                        xml -> xml.set("delivery/connectionsPerHost", Integer.toString(CONNECTIONS)));
    }

    static Sharing.PeerEntry entryBehind(TcpGate gate, ScriptedPeer peer) {
        Sharing.PeerEntry entry = peer.entry();
        String host = entry.smtp().substring(0, entry.smtp().indexOf(':'));
        return new Sharing.PeerEntry(
                entry.name(), host + ':' + gate.port(), entry.mingerPort(), entry.secret(), entry.trusted());
    }

    /** Answers for the mailboxes that begin with a word; there is no such user otherwise. */
    static ScriptedPeer.Script having(String word) {
        return query -> query.status(query.mailbox().startsWith(word) ? 5 : 3);
    }

    /** Hands in so many messages of alice's, each accepted, and returns their subjects. */
    List<String> handIn(int count, String subject, String recipient) {
        return handIn(count, subject, recipient, "");
    }

    /** @param more what their text has besides */
    List<String> handIn(int count, String subject, String recipient, String more) {
        List<String> subjects = IntStream.range(0, count)
                .mapToObj(number -> subject + ' ' + number)
                .toList();
        subjects.forEach(each -> {
            try (SmtpSession session = ThreeServers.submission(paris, ALICE)) {
                assertThat(session.rcpt(recipient).code()).isEqualTo(250);
                assertThat(session.data(ThreeServers.message(each) + '\n' + more)
                                .code())
                        .isEqualTo(250);
            }
        });
        return subjects;
    }

    /** Waits until so many mails wait for a peer. */
    void awaitWaiting(String peer, int count) {
        Awaitility.await(count + " for " + peer).atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        seen(peer).path("waiting").asInt(-1))
                .isEqualTo(count));
    }

    /** Waits until the owner of so many mails is undetermined. */
    void awaitUndetermined(int count) {
        Awaitility.await(count + " undetermined").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        paris.webAdmin()
                                .get("/domain-sharing")
                                .path("undetermined")
                                .path("waiting")
                                .asInt(-1))
                .isEqualTo(count));
    }

    /** The subjects of what a peer took of those that begin so, in order. */
    static List<String> takenBy(ScriptedPeer peer, String beginning) {
        return peer.sink().mails().stream()
                .flatMap(mail -> mail.content().lines())
                .filter(line -> line.startsWith("Subject: " + beginning + ' '))
                .map(line -> line.substring("Subject: ".length()))
                .toList();
    }

    /** A peer as WebAdmin shows it. */
    JsonNode seen(String peer) {
        for (JsonNode each : paris.webAdmin().get("/domain-sharing/peers")) {
            if (each.path("name").asText().equals(peer)) {
                return each;
            }
        }
        throw new AssertionError("There is no " + peer);
    }

    /** The temporary files of its process. */
    List<Path> temporaryFiles() {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pass(Duration time) {
        try {
            boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(never).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        paris.close();
        osakasGate.close();
        kyotosGate.close();
        tokyo.close();
        osaka.close();
        kyoto.close();
        if (broker != null) {
            broker.close();
        }
    }
}
