// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.DigestTarget;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.DigestConfiguration;
import io.domainsharing.ownership.digest.AskedLately;
import io.domainsharing.ownership.digest.DigestRules;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.resolution.DigestNews;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.simulator.Agenda;
import io.domainsharing.simulator.SiteClock;
import io.domainsharing.simulator.VirtualTimer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.james.core.MailAddress;

/** The digests of all peers, as the site under test has them. One thread. */
final class Feeds {
    static final DigestRules RULES =
            new DigestRules(DigestConfiguration.DEFAULT_TRUSTED_FOR, CacheConfiguration.DEFAULT_FOUND, true);
    /** So long after the start the last of the peers is connected to. */
    static final Duration OPENING = Duration.ofMinutes(5);

    /** In order of their sites, number 1 first: as they are configured. */
    private final List<Feed> feeds = new ArrayList<>();

    private final List<ScriptedPeer> peers;
    private final AskedLately asked;
    private final PeerDigests digests;
    private final Agenda agenda;
    private final Scenario scenario;
    private final IntPredicate isUp;
    private final Stopwatch serveTime;
    private final Stopwatch readTime;
    private long changes;

    /**
     * @param lists of each peer, number 1 first
     * @param folder for the digests of peers that went down
     * @param nanos a clock such as {@link System#nanoTime}
     */
    Feeds(
            Scenario scenario,
            List<HashList> lists,
            IntPredicate isUp,
            PeerDirectory directory,
            Supplier<OwnershipResolver> resolver,
            Agenda agenda,
            VirtualTimer timer,
            Path folder,
            LongSupplier nanos) {
        this.serveTime = new Stopwatch(nanos);
        this.readTime = new Stopwatch(nanos);
        this.scenario = scenario;
        this.agenda = agenda;
        this.isUp = isUp;
        this.peers = IntStream.rangeClosed(1, lists.size())
                .mapToObj(site -> new ScriptedPeer(site, lists.get(site - 1)))
                .toList();
        this.asked = new AskedLately(agenda::now);
        // Files are written when a peer goes down, and not by the clock: that is not what is measured.
        VirtualTimer never = new VirtualTimer(agenda);
        never.shutdown();
        this.digests = new PeerDigests(
                directory,
                this::open,
                asked,
                RULES,
                new PeerDigests.Times(agenda::now, new SiteClock(agenda), never),
                new PeerDigests.Disk(folder, timer),
                new ToMemory(resolver));
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

    private AutoCloseable open(DigestTarget target, DigestListener listener) {
        int site = Peers.siteOf(target.name());
        Feed feed = new Feed(
                peers.get(site - 1),
                Wire.latency(site),
                () -> isUp.test(site),
                listener,
                agenda,
                scenario.digests() == Scenario.Digests.UNBOUNDED,
                readTime);
        Duration turn = OPENING.multipliedBy(feeds.size()).dividedBy(peers.size());
        feeds.add(feed);
        agenda.in(turn, () -> {
            feed.open();
            beatLater(feed);
        });
        return feed;
    }

    private void beatLater(Feed feed) {
        agenda.in(Feed.BEAT, () -> {
            feed.beat();
            beatLater(feed);
        });
    }

    void start() {
        digests.start();
    }

    PeerDigests digests() {
        return digests;
    }

    /** A peer is about to create that address, and asks first. */
    void askedAbout(MailAddress address) {
        asked.note(CanonicalAddress.of(address));
    }

    /** The peer has that address from now on, or no longer. */
    void change(int site, int number, boolean isThere) {
        changes++;
        serveTime.measure(() -> {
            peers.get(site - 1).change(number, isThere);
            feeds.get(site - 1).pump();
        });
    }

    /** Octets of a day: whole lists, signs of life, and changes, of which all peers have as many as those whose addresses change. */
    Octets octets() {
        long first = sum(Feed::firstOctets);
        long changes = sum(Feed::changeOctets);
        long life = sum(Feed::octets) - first - changes;
        long run = (long) scenario.size().changing() * scenario.size().changes();
        return new Octets(first, life, run == 0 ? 0 : changes * scenario.size().changesADay() * feeds.size() / run);
    }

    /** Of a processor, at the peer for one change of its list. */
    Duration serving() {
        return serveTime.each(changes);
    }

    /** Of a processor, at the site under test for one change of a peer's list. */
    Duration reading() {
        return readTime.each(changes);
    }

    private long sum(ToLongFunction<Feed> octets) {
        return feeds.stream().mapToLong(octets).sum();
    }

    /**
     * Octets of digests, without TLS and TCP.
     *
     * @param first once
     * @param life each day
     * @param changes each day
     */
    record Octets(long first, long life, long changes) {}
}
