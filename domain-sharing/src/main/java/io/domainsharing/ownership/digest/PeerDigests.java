// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.DigestTarget;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The digests of all peers that have one: of each peer that is asked by Minger with a secret, for without one nobody proves anything.
 * Thread-safe; only {@link #start} and {@link #close} block.
 */
public final class PeerDigests implements PeerChangeListener, AutoCloseable {
    private static final Duration STORE_EVERY = Duration.ofMinutes(1);

    private final PeerDirectory directory;
    private final Links links;
    private final AskedLately asked;
    private final DigestRules rules;
    private final Times times;
    private final Disk disk;
    private final News news;
    private final Map<PeerName, OpenDigest> open = new ConcurrentHashMap<>();
    private @Nullable Future<?> storing;
    private volatile boolean started;

    /** What {@link io.domainsharing.minger.digest.DigestClient} does. */
    @FunctionalInterface
    public interface Links {
        AutoCloseable open(DigestTarget target, DigestListener listener);
    }

    /**
     * What time it is.
     *
     * @param nanos a clock such as {@link System#nanoTime}
     * @param timer runs nothing that blocks
     */
    public record Times(LongSupplier nanos, Clock clock, ScheduledExecutorService timer) {}

    /**
     * Where digests are kept.
     *
     * @param folder there need be none yet
     * @param background may block
     */
    public record Disk(Path folder, Executor background) {}

    /** Hears of a peer's digest, in the background. */
    public interface News {
        /** The peer has noticed a client that tries addresses. Called on an event loop: must not block. */
        void suspect(PeerName peer, InetAddress client, Duration lasts);

        /** It has addresses that it had not before, or is worth more or less: nobody may be said to have none of them. */
        void grown(PeerName peer);

        /**
         * It lacks addresses that it had.
         *
         * @param isGone whether the peer has that one no longer
         */
        void shrunk(PeerName peer, Predicate<CanonicalAddress> isGone);
    }

    /** Nothing is opened yet. */
    public PeerDigests(
            PeerDirectory directory,
            Links links,
            AskedLately asked,
            DigestRules rules,
            Times times,
            Disk disk,
            News news) {
        this.directory = directory;
        this.links = links;
        this.asked = asked;
        this.rules = rules;
        this.times = times;
        this.disk = disk;
        this.news = news;
    }

    /** Reads what is stored, and connects to each peer. */
    public synchronized void start() {
        started = true;
        directory.current().peers().forEach(this::open);
        long every = STORE_EVERY.toMillis();
        storing = times.timer()
                .scheduleWithFixedDelay(
                        () -> open.values().forEach(OpenDigest::storeSoon), every, every, TimeUnit.MILLISECONDS);
    }

    // After: nobody is asked as before.
    @Override
    public synchronized void afterSwap(PeerChange change) {
        if (!started) {
            return;
        }
        change.removed().forEach(this::forget);
        change.changed().forEach(name -> change.after().peer(name).ifPresent(peer -> {
            forget(name);
            open(peer);
        }));
        change.added().forEach(name -> change.after().peer(name).ifPresent(this::open));
    }

    private void open(Peer peer) {
        Secret secret = peer.secret();
        if (secret == null || peer.lookup() != LookupMethod.MINGER || open.containsKey(peer.name())) {
            return;
        }
        DigestKeys keys = DigestKeys.of(secret);
        DigestFile file = new DigestFile(disk.folder(), peer.name(), keys.mark());
        OpenDigest digest = new OpenDigest(peer, file, disk.background(), times, news);
        digest.begin(new PeerDigest(
                keys,
                asked,
                times.nanos(),
                times.clock(),
                digest,
                file.read(times.clock().instant(), rules.yesFor()).orElse(null)));
        open.put(peer.name(), digest);
        List<String> hosts =
                peer.smtp().stream().map(HostAndPort::getHost).distinct().toList();
        digest.connected(
                links.open(new DigestTarget(peer.name().value(), hosts, peer.digestPort(), secret), digest.digest()));
    }

    private void forget(PeerName name) {
        OpenDigest digest = open.remove(name);
        if (digest != null) {
            digest.forget();
        }
    }

    /** That peer's digest; empty: it is not asked for one. */
    Optional<PeerDigest> of(Destination destination) {
        OpenDigest digest = open.get(destination.name());
        return digest != null && digest.peer().equals(destination) ? Optional.of(digest.digest()) : Optional.empty();
    }

    /** What that peer's digest is now, for operators; empty: it has none. */
    public Optional<DigestState> state(PeerName name) {
        return Optional.ofNullable(open.get(name))
                .flatMap(digest -> digest.digest().state());
    }

    /** What those digests tell of an address, in this order; of one that tells nothing there is none. */
    public List<DigestWord> wordsOn(CanonicalAddress address, List<? extends Destination> peers) {
        return peers.stream()
                .flatMap(peer -> of(peer)
                        .flatMap(digest -> digest.standing(address))
                        .map(standing -> DigestWord.of(peer.name(), standing, rules))
                        .stream())
                .toList();
    }

    /** Stores all of them. Idempotent. */
    @Override
    public synchronized void close() {
        started = false;
        if (storing != null) {
            storing.cancel(false);
        }
        open.values().forEach(OpenDigest::close);
        open.clear();
    }
}
