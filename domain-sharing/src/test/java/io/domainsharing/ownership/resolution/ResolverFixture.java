// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.pin.SamplePins;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** A resolver among programmable parts; everything runs on the test's thread. */
final class ResolverFixture {
    static final PeerAnswer YES = new PeerAnswer.Accepts();
    static final PeerAnswer NO = new PeerAnswer.Unknown();
    static final PeerAnswer SILENCE = new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent");
    static final Duration BUDGET = Duration.ofSeconds(5);

    final FakeClock clock = new FakeClock();
    final FakeTimer timer = new FakeTimer(clock);
    final InMemoryDirectory directory = new InMemoryDirectory();
    final InMemoryPeers peers;
    final InMemoryLookups lookups = new InMemoryLookups();
    final OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
    final Conflicts conflicts = new Conflicts(clock, ResolverListener.NONE);
    final Pins pins;
    final OwnershipResolver resolver;

    ResolverFixture(String... peerNames) {
        this(Runnable::run, peerNames);
    }

    ResolverFixture(Executor background, String... peerNames) {
        this.peers = new InMemoryPeers(
                Arrays.stream(peerNames).map(InMemoryPeers::peer).toArray(Peer[]::new));
        this.pins = SamplePins.of(peers.directory(), clock);
        this.resolver = new OwnershipResolverBuilder(directory, peers.directory(), lookups, cache, conflicts)
                .budget(BUDGET)
                .build(clock, timer, background);
    }

    /** One of the same parts, to which these tell what is known without asking. */
    OwnershipResolver resolverUnasked(PeerLookups unasked) {
        return new OwnershipResolverBuilder(directory, peers.directory(), lookups, cache, conflicts)
                .budget(BUDGET)
                .unasked(unasked)
                .build(clock, timer, Runnable::run);
    }

    /** The name of the remembered owner, or "nobody". */
    String cachedOwner(String address) {
        return resolver.cached(address(address))
                .map(owner -> owner.owner().value())
                .orElse("nobody");
    }

    void remember(String address, String owner) {
        cache.found(CanonicalAddress.of(address(address)), new PeerName(owner));
    }
}
