// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D15")
class CapabilityProbesTest {
    private static final SmtpOutcome SILENCE = new SmtpOutcome.NoAnswer(SmtpOutcome.Reason.TIMEOUT, "");
    private static final Peer AUSTIN = SamplePeers.peer("austin");

    private final FakeClock clock = new FakeClock();
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<SmtpOutcome>> answers = new ArrayList<>();
    private final CapabilityProbes testee = new CapabilityProbes(this::ask, Duration.ofSeconds(5), clock::nanos);

    private CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand command, Duration budget) {
        assertThat(command).isInstanceOf(SmtpCommand.Hello.class);
        asked.add(server.toString());
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    @Test
    void eachHostShouldBeAskedAndTheSlowestBeWaitedFor() {
        CompletableFuture<Void> heard =
                testee.ask(tokyoAt("mx1.example.net", "mx2.example.net")).toCompletableFuture();
        assertThat(asked).containsExactly("mx1.example.net:25", "mx2.example.net:25");

        answers.get(0).complete(SILENCE);
        assertThat(heard).isNotDone();
        answers.get(1).complete(SILENCE);

        assertThat(heard).isCompleted();
    }

    @Test
    void serverShouldBeAskedOnceAMinuteHoweverManyWaitForIt() {
        Peer tokyo = tokyoAt("mx1.example.net");
        CompletableFuture<Void> first = testee.ask(tokyo).toCompletableFuture();
        clock.advance(Duration.ofSeconds(3));
        CompletableFuture<Void> second = testee.ask(tokyo).toCompletableFuture();
        assertThat(second).isNotDone();

        answers.get(0).complete(SILENCE);

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        clock.advance(Duration.ofSeconds(56));
        assertThat(testee.ask(tokyo).toCompletableFuture())
                .as("nobody waits twice for a server that is down")
                .isCompleted();
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(testee.ask(tokyo).toCompletableFuture()).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void peerThatIsNewOrAnotherShouldBeAskedAndNoOther() {
        InMemoryPeers peers = new InMemoryPeers(AUSTIN, tokyoAt("mx1.example.net"));
        peers.directory().addListener(testee);

        peers.replaceBy(AUSTIN, tokyoAt("mx2.example.net"), SamplePeers.peer("osaka"));

        assertThat(asked).containsExactlyInAnyOrder("mx2.example.net:25", "osaka.example.net:25");
    }

    private static Peer tokyoAt(String... hosts) {
        return new Peer(
                new PeerName("tokyo"),
                List.of(hosts).stream()
                        .map(host -> HostAndPort.fromParts(host, 25))
                        .toList(),
                LookupMethod.MINGER,
                Peer.DEFAULT_MINGER_PORT,
                null,
                List.of(),
                Set.of());
    }
}
