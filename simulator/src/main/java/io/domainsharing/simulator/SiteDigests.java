// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.DigestConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.digest.AskedLately;
import io.domainsharing.ownership.digest.DigestLookups;
import io.domainsharing.ownership.digest.DigestRules;
import io.domainsharing.ownership.digest.OwnDigest;
import io.domainsharing.ownership.digest.OwnScan;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.resolution.DigestNews;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/** The address digests of one process: its own, with those that it is served to, and those of its peers. One thread. */
final class SiteDigests {
    /** So soon behind one scan of the accounts the next begins. */
    private static final Duration BETWEEN_SCANS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LARGE_SCANS = DigestConfiguration.DEFAULT_EVERY;
    /** So long one takes at most, of many accounts or on a busy machine. */
    private static final int SLOWEST_SCAN_MILLIS = 3_000;

    private static final Duration BATCH = Duration.ofMillis(100);
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final Site site;
    private final VirtualTimer timer;
    private final Surroundings around;
    private final AskedLately asked;
    private final DigestRules rules;
    private final OwnDigest own;
    private final PeerDigests peers;
    private final List<DigestConnection> served = new ArrayList<>();
    private boolean pumpIsDue;

    /** @param resolver whose memory hears of changes; there need be none before {@link #start} */
    SiteDigests(
            Site site,
            VirtualTimer timer,
            Surroundings around,
            PeerDirectory directory,
            Supplier<OwnershipResolver> resolver) {
        this.site = site;
        this.timer = timer;
        this.around = around;
        this.asked = new AskedLately(around.agenda()::now);
        // A digest that is believed for ever, whatever its site has been allowed to create since.
        Duration trustedFor = around.defect() == Defect.STALE_DIGEST
                ? Duration.ofDays(3_650)
                : DigestConfiguration.DEFAULT_TRUSTED_FOR;
        this.rules = new DigestRules(trustedFor, CacheConfiguration.DEFAULT.found(), true);
        this.own = new OwnDigest(
                List.of(Site.SECRET), () -> around.random().nextLong() | 1, around.agenda()::now, new Relations());
        this.own.onChange(this::changed);
        this.peers = new PeerDigests(
                directory,
                (target, listener) -> {
                    DigestConnection connection = new DigestConnection(
                            site.index, Site.indexOf(new PeerName(target.name())), timer, around, listener);
                    connection.open();
                    return connection;
                },
                asked,
                rules,
                new PeerDigests.Times(around.agenda()::now, site.clock, timer),
                new PeerDigests.Disk(site.folder, timer),
                new ToMemory(resolver));
    }

    private static final class Relations implements OwnDigest.Relations {
        @Override
        public boolean isSecondaryFor(InetAddress client, Domain domain) {
            return false;
        }

        @Override
        public boolean isAskedAbout(InetAddress client, Domain domain) {
            return true;
        }
    }

    private record ToMemory(Supplier<OwnershipResolver> resolver) implements PeerDigests.News {
        @Override
        public void suspect(PeerName peer, InetAddress client, Duration lasts) {
            throw new IllegalStateException("nobody tries addresses here");
        }

        @Override
        public void grown(PeerName peer) {
            new DigestNews(resolver.get()).grown();
        }

        @Override
        public void shrunk(PeerName peer, Predicate<CanonicalAddress> isGone) {
            new DigestNews(resolver.get()).shrunk(peer, isGone);
        }
    }

    DigestLookups over(GuardedLookups lookups) {
        return new DigestLookups(
                lookups, peers, rules, LookupConfiguration.DEFAULT_BUDGET, timer, (peer, word) -> around.spoken()
                        .merge(word, 1L, Long::sum));
    }

    void start() {
        peers.start();
        scan();
        long every = BEAT.toMillis();
        Future<?> unused = timer.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    /** The process has ended. Some of those who are connected are told, others hear nothing any more. */
    void end() {
        served.forEach(DigestConnection::serverEnded);
        served.clear();
    }

    /** Somebody asks about an address, maybe to create it. */
    void asked(MailAddress address) {
        if (around.defect() != Defect.STALE_DIGEST) {
            asked.note(CanonicalAddress.of(address));
        }
    }

    /** The guard has allowed it. */
    void expect(MailAddress address) {
        own.expect(CanonicalAddress.of(address));
    }

    /** As by a route of WebAdmin that names the address. */
    void lookAt(MailAddress address) {
        own.correct(CanonicalAddress.of(address), site.accounts.contains(address.asString()));
    }

    OwnDigest own() {
        return own;
    }

    void serve(DigestConnection connection) {
        served.add(connection);
    }

    // One half of the accounts is read as it is when the scan begins, the other as it is when it ends.
    private void scan() {
        OwnScan scan = own.scan();
        List<MailAddress> early = accounts(account -> account.hashCode() % 2 == 0);
        if (around.network().isFair() && !site.isLarge()) {
            publish(scan, early);
        } else {
            int millis = around.random().nextInt(SLOWEST_SCAN_MILLIS);
            Future<?> unused = timer.schedule(() -> publish(scan, early), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void publish(OwnScan scan, List<MailAddress> early) {
        early.forEach(scan::add);
        accounts(account -> account.hashCode() % 2 != 0).forEach(scan::add);
        own.publish(scan, Map.of(Site.DOMAIN, site.isGuarded() ? Coverage.GUARDED : Coverage.LISTED));
        Duration pause = site.isLarge() ? BETWEEN_LARGE_SCANS : BETWEEN_SCANS;
        Future<?> unused = timer.schedule(this::scan, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<MailAddress> accounts(Predicate<String> which) {
        return site.accounts.stream().filter(which).map(Simulation::parse).toList();
    }

    private void changed() {
        if (!pumpIsDue) {
            pumpIsDue = true;
            Future<?> unused = timer.schedule(this::pump, BATCH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void pump() {
        pumpIsDue = false;
        served.removeIf(DigestConnection::isOver);
        served.forEach(DigestConnection::pump);
    }

    private void beat() {
        served.removeIf(DigestConnection::isOver);
        served.forEach(DigestConnection::beat);
    }
}
