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
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    /** Drawn from the whole million: neither the addresses nor what is kept of them are in the processor's caches. */
    private final MailAddress[] cold = new MailAddress[1 << 16];

    /** A thousand that are asked for again and again, as most mail goes to few. */
    private final MailAddress[] hot = new MailAddress[1 << 10];

    private final MailAddress[] local = new MailAddress[1 << 10];

    @SuppressWarnings("NullAway.Init")
    private Ownership ownership;

    private int next;

    /** Fills the cache. */
    @Setup(Level.Trial)
    public void fill() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(RcptRound::daemon);
        CoarseClock clock = new CoarseClock(Clock.systemUTC(), System::nanoTime, timer);
        clock.start();
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        for (int i = 0; i < ManyAddresses.COUNT; i++) {
            cache.found(CanonicalAddress.of(ManyAddresses.address(i)), ManyAddresses.owner(i));
        }
        Random random = new Random(1);
        for (int i = 0; i < cold.length; i++) {
            cold[i] = ManyAddresses.address(random.nextInt(ManyAddresses.COUNT));
        }
        for (int i = 0; i < hot.length; i++) {
            hot[i] = ManyAddresses.address(random.nextInt(ManyAddresses.COUNT));
        }
        for (int i = 0; i < local.length; i++) {
            local[i] = localAddress(i);
        }
        ownership = new OwnershipResolverBuilder(
                        new Accounts(),
                        threePeers(),
                        peer -> address -> CompletableFuture.completedStage(new PeerAnswer.Unknown()),
                        cache,
                        new Conflicts(clock, ResolverListener.NONE))
                .build(clock, timer, Runnable::run);
        require(ownership.known(ManyAddresses.address(0)).orElseThrow() instanceof Verdict.OnPeer);
        require(ownership.known(local[0]).orElseThrow() instanceof Verdict.Local);
    }

    @Benchmark
    public Optional<Verdict> cachedVerdict() {
        return ownership.known(hot[next++ & (hot.length - 1)]);
    }

    @Benchmark
    public Optional<Verdict> coldCachedVerdict() {
        return ownership.known(cold[next++ & (cold.length - 1)]);
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

    private static MailAddress localAddress(int i) {
        try {
            return new MailAddress("local." + i + "@example.com");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Costs as little as can be: what James's repositories cost, James pays without us too. */
    private static final class Accounts implements LocalDirectory {
        @Override
        public Optional<LocalMatch> exact(MailAddress address) {
            return address.getLocalPart().startsWith("local.") ? Optional.of(LocalMatch.ACCOUNT) : Optional.empty();
        }

        @Override
        public boolean catchAll(MailAddress address) {
            return false;
        }
    }

    private static PeerDirectory threePeers() {
        List<Peer> peers =
                List.of(peer(ManyAddresses.owner(0)), peer(ManyAddresses.owner(1)), peer(ManyAddresses.owner(2)));
        return new PeerDirectory(new PeerSet(peers, List.of(), MxKnowledge.NONE));
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
