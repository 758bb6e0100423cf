// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.membership.Asked;
import io.domainsharing.ownership.membership.ConfiguredPeers;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.membership.ResolvedPeerNetworks;
import io.domainsharing.ownership.secondary.Secondaries;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server whose peers DNS names, with a DNS and a clock that the test moves. */
@SuppressWarnings("NullAway.Init") // Each test starts it as it needs it.
abstract class MxPeersFixture {
    static final Domain COM = Domain.of("example.com");
    static final Domain ORG = Domain.of("example.org");
    static final Domain RELAYED = Domain.of("relayed.example");
    static final MxAnswer DOWN = new MxAnswer.NoAnswer("time-out");
    static final NodeName NODE = new NodeName("paris");
    static final MxHost SELF = new MxHost(10, "mx1.example.net");
    static final MxHost TOKYO = new MxHost(20, "tokyo.example.net");
    static final MxHost AUSTIN = new MxHost(30, "austin.example.net");

    final FakeClock clock = new FakeClock();
    final FakeTimer timer = new FakeTimer(clock);
    final Map<Domain, MxAnswer> dns = new ConcurrentHashMap<>();
    final Set<Domain> local = new HashSet<>(Set.of(COM, ORG, RELAYED));
    final ThisServer self = new ThisServer(
            List.of("mx1.example.net"),
            host -> CompletableFuture.failedStage(new UnknownHostException(host)),
            address -> false);
    final List<String> heard = new ArrayList<>();
    boolean isFull;
    boolean isLookupBroken;
    Path folder;
    PeerRegistry runtime;
    ResolvedPeerNetworks networks;
    MxPeers testee;
    PeerDirectory peers;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
        dns.put(COM, hosts(60, SELF, TOKYO, AUSTIN));
    }

    @AfterEach
    void close() {
        testee.close();
        networks.close();
    }

    static MxAnswer hosts(int ttl, MxHost... hosts) {
        return new MxAnswer.Hosts(Stream.of(hosts).sorted(MxHost.BEST_FIRST).toList(), Duration.ofSeconds(ttl));
    }

    /** Starts, or starts again with what the disk has. */
    void start(Domain... listed) {
        start(MxConfiguration.DEFAULT, listed);
    }

    void start(MxConfiguration configuration, Domain... listed) {
        MxDomains domains = new MxDomains(Set.of(listed), Set.of(RELAYED), () -> local);
        runtime = PeerRegistry.load(
                new ConfiguredPeers(
                        List.of(),
                        List.of(),
                        NODE,
                        new MxPeerList(configuration, NODE, Secondaries.NONE),
                        domains::mayContain),
                folder);
        runtime.start();
        peers = runtime.directory();
        networks = new ResolvedPeerNetworks(
                peers, host -> CompletableFuture.failedStage(new UnknownHostException(host)), timer);
        networks.start();
        testee = new MxPeers(
                domains,
                domain -> {
                    if (isLookupBroken) {
                        throw new IllegalStateException("bug");
                    }
                    return CompletableFuture.completedStage(dns.getOrDefault(domain, new MxAnswer.NoHosts()));
                },
                self,
                runtime,
                timer,
                task -> {
                    if (isFull) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                });
        peers.addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                change.added().forEach(name -> heard.add("added " + name));
                change.changed().forEach(name -> heard.add("changed " + name));
                change.removed().forEach(name -> heard.add("removed " + name));
                change.determined().forEach(domain -> heard.add("determined " + domain.asString()));
            }
        });
        testee.start();
        timer.advance(Duration.ZERO);
    }

    List<String> asked(Domain domain) {
        Asked asked = peers.asked(domain);
        return Stream.concat(
                        asked.destinations().stream().map(peer -> peer.name().value()),
                        Stream.ofNullable(asked.missing()).map(missing -> "dns"))
                .toList();
    }
}
