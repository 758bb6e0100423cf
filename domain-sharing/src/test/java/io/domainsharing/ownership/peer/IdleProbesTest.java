// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O3")
class IdleProbesTest {
    private static final PeerName TOKYO = new PeerName("tokyo");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final List<String> asked = new ArrayList<>();
    private final InMemoryPeers peers = new InMemoryPeers(
            List.of(gateway("asked.example", Verification.MINGER), gateway("unasked.example", Verification.NONE)),
            InMemoryPeers.peer("tokyo"));
    private final GuardedLookups lookups = new GuardedLookups(
            destination -> address -> {
                asked.add(destination.name() + " about " + address.asString());
                return CompletableFuture.completedStage(new PeerAnswer.Unknown());
            },
            new NobodysAddresses(() -> "nobody"),
            clock,
            clock::nanos,
            timer);
    private List<Domain> shared = List.of(Domain.of("example.com"));
    private final IdleProbes testee = new IdleProbes(
            lookups,
            peers.directory(),
            () -> {
                if (shared.isEmpty()) {
                    throw new IllegalStateException("James cannot list its domains");
                }
                return shared;
            },
            timer,
            Runnable::run);

    private static Gateway gateway(String domain, Verification verification) {
        return new Gateway(
                Domain.of(domain),
                List.of(HostAndPort.fromParts("mx." + domain, 25)),
                verification,
                4069,
                null,
                null,
                WhenUnreachable.ACCEPT,
                false);
    }

    @Test
    void everyPeerAndGatewayThatIsAskedShouldBeProbedAfterTheStart() {
        testee.probe();

        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "tokyo about nobody@example.com", "gateway-asked.example about nobody@asked.example");
    }

    @Test
    void nobodyShouldBeProbedTwiceWhoHasAnswered() {
        testee.probe();
        testee.probe();

        assertThat(asked).hasSize(2);
    }

    @Test
    void peerThatWasAwayFromTheStartShouldBeFoundBackThoughNobodyHasAskedForAnAddress() {
        AtomicReference<PeerAnswer> said = new AtomicReference<>(new NoAnswer(Reason.TIMEOUT, "away"));
        AtomicInteger number = new AtomicInteger();
        GuardedLookups guarded = new GuardedLookups(
                destination -> address -> CompletableFuture.completedStage(said.get()),
                new NobodysAddresses(() -> "nobody-" + number.incrementAndGet()),
                clock,
                clock::nanos,
                timer);
        try (IdleProbes probes = new IdleProbes(guarded, peers.directory(), () -> shared, timer, Runnable::run)) {
            probes.start();
            timer.advance(Duration.ofMinutes(1));
            assertThat(guarded.state(TOKYO)).map(PeerState::status).hasValue(PeerState.Status.DOWN);

            said.set(new PeerAnswer.Unknown());
            timer.advance(RowOfProbes.EVERY.plusSeconds(1));

            assertThat(guarded.state(TOKYO)).map(PeerState::status).hasValue(PeerState.Status.UP);
        }
    }

    @Test
    void domainsThatCannotBeReadShouldEndOneProbeAndNotTheRow() {
        List<Domain> readable = shared;
        shared = List.of();
        testee.probe();
        assertThat(asked).isEmpty();

        shared = readable;
        testee.probe();

        assertThat(asked).hasSize(2);
    }

    @Test
    void nothingShouldBeProbedBeforeTheStartNorAfterTheEnd() {
        timer.advance(IdleProbes.FIRST);
        assertThat(asked).isEmpty();

        testee.start();
        testee.close();
        timer.advance(IdleProbes.FIRST);

        assertThat(asked).isEmpty();
    }

    @Test
    void firstProbeShouldGoOutSoonAfterTheStart() {
        testee.start();

        timer.advance(IdleProbes.FIRST);

        assertThat(asked).isNotEmpty();
    }

    @Test
    void peerShouldBeProbedSoonAfterItWasAdded() {
        testee.start();
        timer.advance(IdleProbes.FIRST);
        asked.clear();

        peers.replaceBy(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("osaka"));
        assertThat(asked).isEmpty();
        timer.advance(IdleProbes.AFTER_CHANGE);

        assertThat(asked).containsExactly("osaka about nobody@example.com");
    }

    @Test
    void nothingShouldBeProbedForAChangeAfterTheEnd() {
        testee.start();
        testee.close();

        peers.replaceBy(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("osaka"));
        timer.advance(IdleProbes.EVERY);

        assertThat(asked).isEmpty();
    }
}
