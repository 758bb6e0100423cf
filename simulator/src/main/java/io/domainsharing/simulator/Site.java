// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.IdleProbes;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** One server: accounts, which outlive it, and a process, which does not. One thread. */
final class Site {
    static final Secret SECRET = new Secret("secret-of-all-simulated-sites");
    static final Domain DOMAIN = Domain.of("example.com");

    /** The site whose accounts may come to be past its guard. */
    static final int UNGUARDED = 0;

    private static final int LARGE = 1;

    private static final String PREFIX = "site";

    final int index;
    final SiteClock clock;
    final Path folder;
    final Set<String> accounts = new HashSet<>();
    private final Scenario scenario;
    private final Agenda agenda;
    private final Surroundings around;
    private OwnerCache disk;
    private @Nullable Running process;
    private int probes;

    /** What ends with a crash. */
    record Running(VirtualTimer timer, OwnershipResolver resolver, AccountGuard guard, @Nullable SiteDigests digests) {}

    /** @param folder for what outlives a crash beside accounts */
    Site(int index, Scenario scenario, Path folder, Surroundings around) {
        this.index = index;
        this.scenario = scenario;
        this.folder = folder;
        this.agenda = around.agenda();
        this.around = around;
        this.clock = new SiteClock(agenda);
        this.disk = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, agenda::now);
    }

    static PeerName nameOf(int index) {
        return new PeerName(PREFIX + index);
    }

    static int indexOf(PeerName name) {
        return Integer.parseInt(name.value().substring(PREFIX.length()));
    }

    @Nullable
    Running process() {
        return process;
    }

    /** Whether it is up, and does not stand still. */
    boolean isAwake() {
        return process != null && !process.timer().isStill();
    }

    /** Whether it has so many accounts that reading them takes its time. */
    boolean isLarge() {
        return index == LARGE;
    }

    /** Whether accounts come to be by its guard alone. */
    boolean isGuarded() {
        return index != UNGUARDED;
    }

    /** What its Minger server says. Empty: it is down. */
    Optional<MingerStatus> status(MailAddress address) {
        Running running = process;
        if (running == null) {
            return Optional.empty();
        }
        if (running.digests() != null) {
            running.digests().asked(address);
        }
        return Optional.of(
                running.resolver().local(address) instanceof Verdict.Local
                        ? MingerStatus.EXISTS
                        : MingerStatus.DOES_NOT_EXIST);
    }

    void start() {
        if (process != null) {
            return;
        }
        VirtualTimer timer = new VirtualTimer(agenda);
        PeerDirectory peers = new PeerDirectory(new PeerSet(peers(), List.of(), MxKnowledge.NONE));
        GuardedLookups lookups = new GuardedLookups(
                peer -> new SimulatedMinger(index, indexOf(peer.name()), timer, around),
                new NobodysAddresses(() -> "no-such-user-" + index + "-" + probes++),
                clock,
                agenda::now,
                timer);
        SiteDigests digests = scenario.digests() ? new SiteDigests(this, timer, around, peers, this::resolver) : null;
        PeerLookups asked = around.defect() == Defect.BREAKER_NEVER_CLOSES
                ? new StuckBreakers(lookups)
                : digests == null ? lookups : digests.over(lookups);
        OwnershipResolverBuilder builder = new OwnershipResolverBuilder(
                directory(), peers, asked, disk, new Conflicts(clock, ResolverListener.NONE));
        if (digests != null) {
            builder.unasked(digests.over(lookups).unasked());
        }
        OwnershipResolver resolver = builder.build(clock, timer, timer);
        AccountGuard guard = new AccountGuard(
                resolver,
                new FreshLookup(peers, lookups::unguarded, agenda::now),
                Pins.switchedOff(peers, clock),
                AccountsConfiguration.DEFAULT,
                digests != null,
                address -> {
                    if (digests != null) {
                        digests.expect(address);
                    }
                });
        new IdleProbes(lookups, peers, () -> List.of(DOMAIN), timer, timer).start();
        process = new Running(timer, resolver, guard, digests);
        if (digests != null) {
            digests.start();
        }
    }

    private OwnershipResolver resolver() {
        return Objects.requireNonNull(process, "asked for by the process alone").resolver();
    }

    private List<Peer> peers() {
        return IntStream.range(0, scenario.sites())
                .filter(other -> other != index)
                .mapToObj(other -> new Peer(
                        nameOf(other),
                        List.of(HostAndPort.fromParts("192.0.2." + other, 25)),
                        LookupMethod.MINGER,
                        Peer.DEFAULT_MINGER_PORT,
                        SECRET,
                        List.of(),
                        Set.of()))
                .toList();
    }

    private LocalDirectory directory() {
        return new LocalDirectory() {
            @Override
            public Optional<LocalMatch> exact(MailAddress address) {
                return accounts.contains(address.asString()) ? Optional.of(LocalMatch.ACCOUNT) : Optional.empty();
            }

            @Override
            public boolean catchAll(MailAddress address) {
                return false;
            }
        };
    }

    /** The whole machine stands still, as one whose disk or host is overloaded, until it goes on. */
    void standStill() {
        if (process != null) {
            process.timer().standStill();
        }
    }

    /** Does nothing where it does not stand still. */
    void goOn() {
        if (process != null) {
            process.timer().goOn();
        }
    }

    /** Ends at once. */
    void crash() {
        Running running = process;
        if (running != null) {
            running.timer().shutdown();
            process = null;
            if (running.digests() != null) {
                running.digests().end();
            }
        }
    }

    /** The owners that it remembers are gone, as with a disk that was replaced. */
    void loseDisk() {
        disk = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, agenda::now);
        Disks.clear(folder);
    }
}
