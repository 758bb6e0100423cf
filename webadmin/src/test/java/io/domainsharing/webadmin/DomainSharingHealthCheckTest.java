// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.findings.live.FindingsBoard;
import io.domainsharing.findings.live.LateMail;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.cache.StoreFailure;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.james.core.Domain;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@Tag("O3")
class DomainSharingHealthCheckTest {
    private static final Peer TOKYO = InMemoryPeers.peer("tokyo");
    private static final Peer OBSERVED = TOKYO.withMode(PeerMode.OBSERVE);
    private static final Gateway GATEWAY = new Gateway(
            Domain.of("customer.example"),
            List.of(HostAndPort.fromParts("mx.customer.example", 25)),
            Verification.MINGER,
            4069,
            null,
            null,
            WhenUnreachable.ACCEPT,
            false);

    private final FakeClock clock = new FakeClock();
    private final InMemoryLookups lookups = new InMemoryLookups();
    private final GuardedLookups guardedLookups =
            new GuardedLookups(lookups::of, NobodysAddresses.random(), clock, clock::nanos, new FakeTimer(clock));
    private final LastQueries queries =
            new LastQueries(new InMemoryPeers(InMemoryPeers.peer("tokyo", "203.0.113.0/24")), clock);
    private final InMemoryWaitingMail mail = new InMemoryWaitingMail();
    private final FindingsBoard board = new FindingsBoard(clock);
    private final LateMail lateMail = new LateMail(peers(), mail, clock);
    private Optional<StoreFailure> trouble = Optional.empty();
    private DomainSharingHealthCheck testee;

    private static PeerDirectory peers() {
        return new InMemoryPeers(List.of(GATEWAY), TOKYO).directory();
    }

    @BeforeEach
    void setUp() throws Exception {
        testee = new DomainSharingHealthCheck(peers(), guardedLookups, queries, lateMail, board, () -> trouble);
        PeerAnswer silence = new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent");
        lookups.program("tokyo", silence).program("gateway-customer.example", silence);
    }

    @Test
    void serverShouldBeHealthyWhileNobodyIsKnownToBeDown() {
        assertThat(check().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void gatewayShouldBeNamedWhenItsHostIsDown() {
        askInVain(GATEWAY);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(check().getCause()).contains("Gateways down: gateway-customer.example since " + clock.instant());
    }

    @Test
    void peerThatIsOnlyObservedShouldNotBeMissedWhenItIsDown() {
        PeerDirectory observing = new InMemoryPeers(OBSERVED).directory();
        testee = new DomainSharingHealthCheck(observing, guardedLookups, queries, lateMail, board, () -> trouble);

        askInVain(OBSERVED);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void peersAndGatewaysShouldBothBeNamed() {
        askInVain(TOKYO);
        askInVain(GATEWAY);

        assertThat(check().getCause())
                .contains("Peers down: tokyo since " + clock.instant()
                        + "; Gateways down: gateway-customer.example since " + clock.instant());
    }

    @Test
    void peerShouldBeNamedWithItsWordsWhenItRefusesToTellOfAnyAddress() throws Exception {
        lookups.program("tokyo", new PeerAnswer.NoAnswer(PeerAnswer.Reason.REFUSED, "answered 2"));
        askInVain(TOKYO);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(check().getCause())
                .contains("Peers that refuse to tell of any address: tokyo since " + clock.instant() + " (answered 2)");
    }

    @Test
    void peerShouldBeNamedWhenItAsksWithAWrongSecret() {
        queries.note(InetAddresses.forString("203.0.113.7"), MingerStatus.BAD_CREDENTIALS);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(check().getCause()).contains("Peers that ask with a wrong secret: tokyo since " + clock.instant());
    }

    @Test
    void serverShouldBeUnhealthyWhileOwnersCannotBeWritten() {
        askInVain(TOKYO);
        trouble = Optional.of(new StoreFailure(clock.instant(), "the owner cache cannot be written: disk full"));

        assertThat(check().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(check().getCause())
                .contains(
                        "Since " + clock.instant() + " the owner cache cannot be written: disk full; Peers down: tokyo"
                                + " since " + clock.instant());
    }

    @Test
    void serverShouldBeUnhealthyAndNoExceptionBeThrownWhenTheCheckFails() {
        testee = new DomainSharingHealthCheck(peers(), guardedLookups, queries, lateMail, board, () -> {
            throw new IllegalStateException("closed");
        });

        assertThat(check().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(check().getCause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("closed"));
    }

    @Test
    void checkShouldEndWithinTwoSecondsThoughSomethingHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        testee = new DomainSharingHealthCheck(peers(), guardedLookups, queries, lateMail, board, () -> {
            Uninterruptibles.awaitUninterruptibly(end);
            return Optional.empty();
        });

        Result result = Mono.from(testee.check()).block(Duration.ofSeconds(2));

        assertThat(result).isNotNull();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("hangs"));
        end.countDown();
    }

    @Test
    void serverShouldBeDegradedWhenMailIsLateForAPeerThatAnswersLookUps() {
        mail.put(TOKYO.name(), new HeldMail(20L, clock.instant(), null, null));
        clock.advance(LateMail.LATE);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(check().getCause())
                .hasValueSatisfying(cause -> assertThat(cause).startsWith("Mail waits: 20 for tokyo"));
    }

    private Result check() {
        return Mono.from(testee.check()).block();
    }

    private void askInVain(Destination server) {
        for (int i = 0; i < 3; i++) {
            guardedLookups
                    .of(server)
                    .ask(address("bob@customer.example"))
                    .toCompletableFuture()
                    .join();
        }
    }
}
