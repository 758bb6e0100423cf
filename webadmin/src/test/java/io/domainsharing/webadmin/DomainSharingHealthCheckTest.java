// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.StoreFailure;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@Tag("O3")
class DomainSharingHealthCheckTest {
    private static final Peer TOKYO = InMemoryPeers.peer("tokyo");
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
    private final InMemoryMail mail = new InMemoryMail();
    private Optional<StoreFailure> trouble = Optional.empty();
    private DomainSharingHealthCheck testee;

    private static PeerDirectory peers() {
        return new InMemoryPeers(List.of(GATEWAY), TOKYO).directory();
    }

    @BeforeEach
    void setUp() throws Exception {
        testee = new DomainSharingHealthCheck(peers(), guardedLookups, () -> trouble, mail, clock);
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
    void peersAndGatewaysShouldBothBeNamed() {
        askInVain(TOKYO);
        askInVain(GATEWAY);

        assertThat(check().getCause())
                .contains("Peers down: tokyo since " + clock.instant()
                        + "; Gateways down: gateway-customer.example since " + clock.instant());
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
        testee = new DomainSharingHealthCheck(
                peers(),
                guardedLookups,
                () -> {
                    throw new IllegalStateException("closed");
                },
                mail,
                clock);

        assertThat(check().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(check().getCause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("closed"));
    }

    @Test
    void checkShouldEndWithinTwoSecondsThoughSomethingHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        testee = new DomainSharingHealthCheck(
                peers(),
                guardedLookups,
                () -> {
                    Uninterruptibles.awaitUninterruptibly(end);
                    return Optional.empty();
                },
                mail,
                clock);

        Result result = Mono.from(testee.check()).block(Duration.ofSeconds(2));

        assertThat(result).isNotNull();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("hangs"));
        end.countDown();
    }

    @Test
    void serverShouldBeDegradedWhenMailWaitsForAPeerThatAnswersLookUps() {
        Instant since = clock.instant();
        mail.held.put(
                TOKYO.name(), new HeldMail(20L, since, null, new HeldMail.Failure(since, "tokyo: connection refused")));

        clock.advance(DomainSharingHealthCheck.LATE.minusSeconds(1));
        assertThat(check().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        clock.advance(Duration.ofSeconds(1));

        assertThat(check().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(check().getCause())
                .contains("Mail waits: 20 for tokyo, the oldest since " + since + " (tokyo: connection refused)");
    }

    @Test
    void gatewaysShouldBeNamedUnlessTheyFetchTheirMail() {
        Gateway fetching = new Gateway(
                Domain.of("dialup.example"),
                List.of(HostAndPort.fromParts("mx.dialup.example", 25)),
                Verification.NONE,
                4069,
                null,
                null,
                WhenUnreachable.ACCEPT,
                false,
                new EtrnClients(List.of(), Set.of(Username.of("dialup@example.com"))),
                List.of());
        testee = new DomainSharingHealthCheck(
                new InMemoryPeers(List.of(GATEWAY, fetching), TOKYO).directory(),
                guardedLookups,
                () -> trouble,
                mail,
                clock);
        HeldMail held = new HeldMail(1L, clock.instant(), null, null);
        mail.held.put(GATEWAY.name(), held);
        mail.held.put(fetching.name(), held);
        clock.advance(Duration.ofDays(1));

        assertThat(check().getCause()).hasValueSatisfying(cause -> assertThat(cause)
                .contains("1 for gateway-customer.example")
                .doesNotContain("dialup"));
    }

    /** What waits as the test says. */
    private static final class InMemoryMail implements WaitingMail {
        final Map<PeerName, HeldMail> held = new HashMap<>();

        @Override
        public HeldMail held(PeerName name) {
            return held.getOrDefault(name, HeldMail.NONE);
        }

        @Override
        public OptionalLong undetermined() {
            return OptionalLong.of(0);
        }

        @Override
        public String undeterminedQueue() {
            return "domain-sharing-undetermined";
        }

        @Override
        public void flush(PeerName name) {
            held.remove(name);
        }
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
