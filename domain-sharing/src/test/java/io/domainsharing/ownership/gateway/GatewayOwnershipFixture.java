// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.gateway.TestGateways.gateway;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The real resolver over a gateway and a peer whose answers the test gives. */
abstract class GatewayOwnershipFixture {
    static final MailAddress BOB = address("bob@customer.example");
    static final String HOST = "gateway-customer.example";
    static final Duration BUDGET = Duration.ofSeconds(5);

    Path folder;
    final FakeClock clock = new FakeClock();
    final FakeTimer timer = new FakeTimer(clock);
    final InMemoryDirectory directory = new InMemoryDirectory();
    final InMemoryLookups lookups = new InMemoryLookups();
    final AtomicInteger unverified = new AtomicInteger();

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
    }

    GatewayOwnership testee(Gateway gateway) throws Exception {
        return testee(Gateways.open(List.of(gateway), url -> folder));
    }

    GatewayOwnership testee(Gateways gateways) {
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        new DirectoryBesideGateways(directory, gateways),
                        peers(gateways).directory(),
                        lookups,
                        OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos),
                        new Conflicts(clock, ResolverListener.NONE))
                .budget(BUDGET)
                .build(clock, timer, Runnable::run);
        return new GatewayOwnership(resolver, gateways, new ResolverListener() {
            @Override
            public void gatewayUnverified() {
                unverified.incrementAndGet();
            }
        });
    }

    static InMemoryPeers peers(Gateways gateways) {
        return new InMemoryPeers(
                gateways.all(),
                InMemoryPeers.peer("tokyo", "203.0.113.1"),
                InMemoryPeers.peerOf("oslo", "example.com"));
    }

    static PeerAnswer answer(String name) {
        return switch (name) {
            case "yes" -> new PeerAnswer.Accepts();
            case "no" -> new PeerAnswer.Unknown();
            case "all" -> new PeerAnswer.AcceptsAll();
            case "not_now" -> new PeerAnswer.NotNow();
            case "silent" -> new NoAnswer(Reason.KNOWN_DOWN, "silent");
            case "refused" -> new NoAnswer(Reason.REFUSED, "wrong secret");
            default -> throw new IllegalArgumentException(name);
        };
    }
}
