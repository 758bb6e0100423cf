// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.HashList;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.digest.DigestLookups;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.peer.IdleProbes;
import io.domainsharing.ownership.peer.MingerPeerLookup;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.simulator.Agenda;
import io.domainsharing.simulator.SiteClock;
import io.domainsharing.simulator.VirtualTimer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** The site, number 0, whose questions are counted: put together as James's extension does it. One thread. */
final class SiteUnderTest {
    private final Population population;
    private final Tally tally;
    private final OwnershipResolver resolver;
    private final IdleProbes probes;
    private final @Nullable Feeds feeds;
    private int probed;

    SiteUnderTest(
            Scenario scenario,
            Population population,
            List<HashList> lists,
            IntPredicate isUp,
            Wire wire,
            Tally tally,
            Agenda agenda,
            Path folder,
            LongSupplier nanos) {
        this.population = population;
        this.tally = tally;
        VirtualTimer timer = new VirtualTimer(agenda);
        SiteClock clock = new SiteClock(agenda);
        PeerDirectory peers =
                new PeerDirectory(new PeerSet(Peers.of(scenario.size().sites()), List.of(), MxKnowledge.NONE));
        GuardedLookups guarded = new GuardedLookups(
                peer -> new MingerPeerLookup(peer, wire, LookupConfiguration.DEFAULT_BUDGET, agenda::now),
                new NobodysAddresses(() -> "no-such-user-" + probed++),
                clock,
                agenda::now,
                timer);
        PeerLookups counted = destination -> {
            return address -> tally.asking(
                    address.asString(), () -> guarded.of(destination).ask(address));
        };
        this.feeds = scenario.digests() == Scenario.Digests.NONE
                ? null
                : new Feeds(scenario, lists, isUp, peers, this::resolver, agenda, timer, folder, nanos);
        PeerLookups asked = feeds == null
                ? counted
                : new DigestLookups(
                        counted,
                        feeds.digests(),
                        Feeds.RULES,
                        LookupConfiguration.DEFAULT_BUDGET,
                        timer,
                        (peer, word) -> {});
        this.resolver = new OwnershipResolverBuilder(
                        directory(),
                        peers,
                        asked,
                        OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, agenda::now),
                        new Conflicts(clock, ResolverListener.NONE))
                .build(clock, timer, timer);
        this.probes = new IdleProbes(guarded, peers, () -> List.of(Domain.of(Population.DOMAIN)), timer, timer);
    }

    private LocalDirectory directory() {
        return new LocalDirectory() {
            @Override
            public Optional<LocalMatch> exact(MailAddress address) {
                int number = Population.numberOf(address.asString());
                return population.exists(number) && population.siteOf(number) == 0
                        ? Optional.of(LocalMatch.ACCOUNT)
                        : Optional.empty();
            }

            @Override
            public boolean catchAll(MailAddress address) {
                return false;
            }
        };
    }

    void start() {
        probes.start();
        if (feeds != null) {
            feeds.start();
        }
    }

    OwnershipResolver resolver() {
        return Objects.requireNonNull(resolver, "put together");
    }

    /** Null: there are no digests. */
    @Nullable
    Feeds feeds() {
        return feeds;
    }

    Tally tally() {
        return tally;
    }
}
