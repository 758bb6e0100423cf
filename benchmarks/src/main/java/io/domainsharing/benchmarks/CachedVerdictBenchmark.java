// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What every RCPT asks first, with a million owners remembered: the address is not local, is it a peer's? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedVerdictBenchmark {
    /** Far apart in the million, so that the processor's caches help no more than in a server. */
    private final String[] asked = new String[1 << 16];

    private final MailAddress[] local = new MailAddress[1 << 10];

    @SuppressWarnings("NullAway.Init")
    private Ownership ownership;

    private int next;

    /** Fills the cache. */
    @Setup(Level.Trial)
    public void fill() {
        Clock clock = Clock.systemUTC();
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock);
        for (int i = 0; i < ManyAddresses.COUNT; i++) {
            cache.found(CanonicalAddress.of(ManyAddresses.address(i)), ManyAddresses.owner(i));
        }
        Random random = new Random(1);
        for (int i = 0; i < asked.length; i++) {
            asked[i] =
                    ManyAddresses.address(random.nextInt(ManyAddresses.COUNT)).asString();
        }
        Set<MailAddress> accounts = new HashSet<>();
        for (int i = 0; i < local.length; i++) {
            local[i] = ManyAddresses.address(-1 - i);
            accounts.add(local[i]);
        }
        ownership = new OwnershipResolverBuilder(
                        new Accounts(accounts),
                        new ThreePeers(),
                        peer -> address -> CompletableFuture.completedStage(new PeerAnswer.Unknown()),
                        cache,
                        new Conflicts(clock))
                .build(clock, Executors.newSingleThreadScheduledExecutor(RcptRound::daemon), Runnable::run);
        require(ownership.known(ManyAddresses.address(0)).orElseThrow() instanceof Verdict.OnPeer);
        require(ownership.known(local[0]).orElseThrow() instanceof Verdict.Local);
    }

    /** What {@link #addressAndCachedVerdict} does first, to be subtracted. */
    @Benchmark
    public MailAddress address() throws AddressException {
        return new MailAddress(asked[next++ & (asked.length - 1)]);
    }

    /** As in a server, the address was read a moment ago and only the cache's entry is cold. */
    @Benchmark
    public Optional<Verdict> addressAndCachedVerdict() throws AddressException {
        return ownership.known(new MailAddress(asked[next++ & (asked.length - 1)]));
    }

    @Benchmark
    public Optional<Verdict> localVerdict() {
        return ownership.known(local[next++ & (local.length - 1)]);
    }

    private static void require(boolean held) {
        if (!held) {
            throw new IllegalStateException("not what is to be measured");
        }
    }

    private record Accounts(Set<MailAddress> accounts) implements LocalDirectory {
        @Override
        public Optional<LocalMatch> exact(MailAddress address) {
            return accounts.contains(address) ? Optional.of(LocalMatch.ACCOUNT) : Optional.empty();
        }

        @Override
        public boolean catchAll(MailAddress address) {
            return false;
        }
    }

    private static final class ThreePeers implements Peers {
        private final List<Peer> all =
                List.of(peer(ManyAddresses.owner(0)), peer(ManyAddresses.owner(1)), peer(ManyAddresses.owner(2)));

        @Override
        public List<Peer> all() {
            return all;
        }

        @Override
        public Optional<Peer> at(InetAddress remote) {
            return Optional.empty();
        }

        private static Peer peer(PeerName name) {
            return new Peer(
                    name,
                    List.of(HostAndPort.fromParts("peer.example.net", Peer.DEFAULT_SMTP_PORT)),
                    LookupMethod.MINGER,
                    Peer.DEFAULT_MINGER_PORT,
                    null,
                    List.of(),
                    Set.of());
        }
    }
}
