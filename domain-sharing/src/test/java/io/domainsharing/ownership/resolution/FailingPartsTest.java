// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on the way becomes "undetermined", never "nobody", and every waiter hears it; and what happens on the way is told. */
class FailingPartsTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");

    static Stream<Named<PeerLookup>> failing() {
        return Stream.of(
                Named.of("throws", address -> {
                    throw new IllegalStateException("bug");
                }),
                Named.of("fails later", address -> CompletableFuture.failedStage(new IllegalStateException("bug"))));
    }

    private OwnershipResolver resolver(PeerLookup tokyo, ResolverListener listener) {
        return new OwnershipResolverBuilder(
                        fixture.directory,
                        fixture.peers.directory(),
                        peer -> peer.name().value().equals("tokyo") ? tokyo : fixture.lookups.of(peer),
                        fixture.cache,
                        fixture.conflicts)
                .listener(listener)
                .build(fixture.clock, fixture.timer, Runnable::run);
    }

    @ParameterizedTest
    @MethodSource("failing")
    void addressShouldBeUndeterminedWhenALookupFails(PeerLookup failing) {
        fixture.lookups.program("austin", NO);
        OwnershipResolver testee = resolver(failing, ResolverListener.NONE);

        assertThat(testee.resolve(FRANK).toCompletableFuture())
                .isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
        assertThat(testee.lookupsInFlight()).isZero();
        assertThat(testee.known(FRANK)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void anotherPeersYesShouldCountWhenALookupFails(PeerLookup failing) {
        fixture.lookups.program("austin", YES);

        assertThat(resolver(failing, ResolverListener.NONE).resolve(FRANK).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("austin"), Verdict.Source.ASKED));
    }

    @Test
    void addressShouldBeUndeterminedWhenTheDirectoryFailsAfterThePeers() {
        CompletableFuture<Verdict> verdict = fixture.resolver.resolve(FRANK).toCompletableFuture();
        fixture.directory.setFailing(true);
        fixture.lookups.answer("tokyo", NO);
        fixture.lookups.answer("austin", NO);

        assertThat(verdict).isCompletedWithValueMatching(Verdict.Undetermined.class::isInstance);
    }

    @Test
    void waiterShouldHearThatThisServerIsStoppingWhenNothingRunsInTheBackground() {
        Executor stopped = task -> {
            throw new RejectedExecutionException("stopped");
        };
        ResolverFixture stopping = new ResolverFixture(stopped, "tokyo");
        stopping.lookups.program("tokyo", NO);

        assertThat(stopping.resolver.resolve(FRANK).toCompletableFuture()).isCompletedWithValue(Lookups.stopping());
        assertThat(stopping.resolver.lookupsInFlight()).isZero();
    }

    @Test
    void waiterShouldHearThatThisServerIsStoppingWhenThereIsNoTimer() {
        ScheduledExecutorService stopped = new ScheduledThreadPoolExecutor(1);
        stopped.shutdownNow();
        OwnershipResolver testee = new OwnershipResolverBuilder(
                        fixture.directory, fixture.peers.directory(), fixture.lookups, fixture.cache, fixture.conflicts)
                .build(fixture.clock, stopped, Runnable::run);

        assertThat(testee.resolve(FRANK).toCompletableFuture()).isCompletedWithValue(Lookups.stopping());
        assertThat(testee.lookupsInFlight()).isZero();
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void waiterShouldHearThatThisServerIsStoppingWhenItAsksAfterTheClose() {
        fixture.resolver.close();

        assertThat(fixture.resolver.resolve(FRANK).toCompletableFuture()).isCompletedWithValue(Lookups.stopping());
        assertThat(fixture.resolver.resolveWithout(FRANK, new PeerName("tokyo")).toCompletableFuture())
                .isCompletedWithValue(Lookups.stopping());
    }

    @Test
    void listenerShouldHearWhetherTheCacheHelped() {
        List<String> heard = new ArrayList<>();
        fixture.lookups.program("austin", NO);
        OwnershipResolver testee = resolver(
                address -> CompletableFuture.completedStage(
                        address.equals(FRANK) ? new PeerAnswer.Accepts() : new PeerAnswer.Unknown()),
                new ResolverListener() {
                    @Override
                    public void cacheHit() {
                        heard.add("hit");
                    }

                    @Override
                    public void cacheHitNobody() {
                        heard.add("hit of nobody");
                    }

                    @Override
                    public void cacheMiss() {
                        heard.add("miss");
                    }
                });

        testee.resolve(FRANK);
        testee.resolve(FRANK);
        testee.resolve(address("ann@example.com"));
        testee.resolve(address("ann@example.com"));
        testee.resolveWithout(FRANK, new PeerName("tokyo"));

        assertThat(heard).containsExactly("miss", "hit", "miss", "hit of nobody", "hit", "miss");
    }
}
