// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.smtpclient.AddressSyntax;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the peers that are observed about the recipients of this server, once the verdict on each is given without them, and takes down
 * what would be different if they shared (docs/adr/0047). An address is asked about every ten minutes at most, and {@value #AT_ONCE}
 * at once; what exceeds that is left out and counted. What is found outlives a restart. Thread-safe; {@link #noted} never blocks.
 */
public final class Rehearsal implements PeerChangeListener, AutoCloseable {
    static final int AT_ONCE = 64;
    static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
    static final Duration WRITTEN_AFTER = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Rehearsal.class);
    private static final int MOST_RECENT = 100_000;
    private static final Verdict HERE = new Verdict.Local(LocalMatch.ACCOUNT);

    private final PeerDirectory directory;
    private final PeerLookups lookups;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    /** Texts, which a hash table finds fast though a stranger has made their hashes the same. */
    private final Cache<String, Boolean> recent;

    private final @Nullable RehearsalFile file;
    /** Guarded by this. */
    private final Map<PeerName, Sightings> all = new LinkedHashMap<>();

    private boolean isStarted;
    private boolean isChanged;
    private boolean isWriteDue;

    /**
     * Goes on with what an earlier run has left in the folder, which is read on the caller's thread. Writes nothing before {@link #start}.
     *
     * @param lookups guarded: a peer that is down costs nothing
     * @param nanos a clock such as {@link System#nanoTime}, which nobody sets
     * @param timer runs nothing that blocks
     * @param background asks, and writes
     * @param folder that of the owner cache; null: a restart forgets all
     */
    public Rehearsal(
            PeerDirectory directory,
            PeerLookups lookups,
            Clock clock,
            LongSupplier nanos,
            ScheduledExecutorService timer,
            Executor background,
            @Nullable Path folder) {
        this.directory = directory;
        this.lookups = lookups;
        this.clock = clock;
        this.timer = timer;
        this.background = background;
        this.recent = Caffeine.newBuilder()
                .maximumSize(MOST_RECENT)
                .ticker(nanos::getAsLong)
                .expireAfterWrite(AGAIN_AFTER)
                .build();
        this.file = folder == null ? null : new RehearsalFile(folder);
        if (file != null) {
            all.putAll(file.read());
        }
        follow(directory.current());
    }

    /** The verdict on a recipient is given: those who are observed are asked now, in the background. */
    public void noted(MailAddress address, Verdict today) {
        for (Peer peer : observed(address)) {
            String sighting = prefix(peer.name()) + CanonicalAddress.of(address);
            if (recent.asMap().putIfAbsent(sighting, true) == null && !begin(peer, address, today)) {
                recent.invalidate(sighting);
                leaveOut(peer.name());
            }
        }
    }

    /** Asks those who are observed about an address that exists here, however many are asked; ends within the look-up budget. */
    public CompletionStage<?> check(MailAddress address) {
        return CompletableFuture.allOf(observed(address).stream()
                .map(peer -> ask(peer, address)
                        .thenAccept(answer -> heardOfCheck(peer, address, answer))
                        .exceptionally(failure -> null)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static String prefix(PeerName peer) {
        return peer.value() + ' ';
    }

    // Of an address that no command carries nobody is ever asked (docs/adr/0026).
    private List<Peer> observed(MailAddress address) {
        List<Peer> observed = directory.current().observed(address.getDomain());
        return observed.isEmpty() || AddressSyntax.of(address.asString()).isAscii() ? observed : List.of();
    }

    private boolean begin(Peer peer, MailAddress address, Verdict today) {
        if (!permits.tryAcquire()) {
            return false;
        }
        try {
            background.execute(() -> {
                CompletionStage<?> unused = ask(peer, address).whenComplete((answer, failure) -> {
                    permits.release();
                    if (answer != null) {
                        heard(peer, address, today, answer);
                    }
                });
            });
            return true;
        } catch (RejectedExecutionException e) {
            permits.release();
            return false;
        }
    }

    private CompletionStage<PeerAnswer> ask(Peer peer, MailAddress address) {
        try {
            return lookups.of(peer).ask(address);
        } catch (RuntimeException e) {
            LOGGER.error("The look-up at peer {} failed, which it never may", peer.name(), e);
            return CompletableFuture.failedStage(e);
        }
    }

    private synchronized void leaveOut(PeerName peer) {
        Sightings sightings = all.get(peer);
        if (sightings != null) {
            sightings.notAsked(1);
            writeLater();
        }
    }

    private void heard(Peer peer, MailAddress address, Verdict today, PeerAnswer answer) {
        Difference.of(today, answer)
                .filter(difference -> note(peer.name(), address, difference) && difference != Difference.NONE)
                .ifPresent(difference -> Audit.LOG.info(
                        "Rehearsal with {}: rcpt <{}> {}, as it says {} and the verdict is {}",
                        peer.name(),
                        Escaped.of(address.asString()),
                        Words.word(difference),
                        answer,
                        today));
    }

    // Accounts that no mail comes for are no recipients; of them only a conflict is taken down, or that it is over.
    private void heardOfCheck(Peer peer, MailAddress address, PeerAnswer answer) {
        Difference.of(HERE, answer)
                .filter(difference -> difference == Difference.ON_BOTH || isKnown(peer.name(), address))
                .ifPresent(difference -> heard(peer, address, HERE, answer));
    }

    private synchronized boolean isKnown(PeerName peer, MailAddress address) {
        Sightings sightings = all.get(peer);
        return sightings != null
                && sightings.isKnown(CanonicalAddress.of(address).value());
    }

    private synchronized boolean note(PeerName peer, MailAddress address, Difference difference) {
        Sightings sightings = all.get(peer);
        if (sightings == null) {
            return false;
        }
        boolean isNews = sightings.put(CanonicalAddress.of(address).value(), difference);
        writeLater();
        return isNews;
    }

    /**
     * What has been found, of each peer that is observed, in configured order.
     *
     * @param mostAddresses so many of each difference
     */
    public synchronized List<RehearsedPeer> all(int mostAddresses) {
        return directory.current().peers().stream()
                .map(Peer::name)
                .flatMap(peer -> Stream.ofNullable(all.get(peer)).map(found -> found.view(peer, mostAddresses)))
                .toList();
    }

    /** Forgets what has been found, and begins anew. */
    public synchronized void anew() {
        recent.invalidateAll();
        all.replaceAll((peer, before) -> new Sightings(clock.instant()));
        writeLater();
    }

    /** {@inheritDoc} Whoever is observed from now on has a rehearsal of its own, and who is no more has none. */
    @Override
    public void afterSwap(PeerChange change) {
        Set<PeerName> changed = change.changed();
        // What it said before it was changed may be mended by that.
        changed.forEach(peer -> recent.asMap().keySet().removeIf(sighting -> sighting.startsWith(prefix(peer))));
        follow(change.after());
    }

    private synchronized void follow(PeerSet peers) {
        Set<PeerName> observed = new LinkedHashSet<>();
        peers.peers().stream()
                .filter(peer -> peer.mode() == PeerMode.OBSERVE)
                .forEach(peer -> observed.add(peer.name()));
        if (!all.keySet().equals(observed)) {
            all.keySet().retainAll(observed);
            observed.forEach(peer -> all.computeIfAbsent(peer, added -> new Sightings(clock.instant())));
            writeLater();
        }
    }

    /** Writes from here on: no other process has the folder. Called once. */
    public synchronized void start() {
        isStarted = true;
        if (isChanged) {
            writeLater();
        }
    }

    private synchronized void writeLater() {
        isChanged = true;
        if (file != null && isStarted && !isWriteDue) {
            try {
                Future<?> unused = timer.schedule(
                        () -> background.execute(this::write), WRITTEN_AFTER.toNanos(), TimeUnit.NANOSECONDS);
                isWriteDue = true;
            } catch (RejectedExecutionException e) {
                LOGGER.debug("This server is stopping, and closing writes", e);
            }
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        synchronized (file) {
            String text;
            synchronized (this) {
                if (!isStarted || !isChanged) {
                    return;
                }
                isChanged = false;
                isWriteDue = false;
                text = RehearsalFile.text(all);
            }
            file.write(text);
        }
    }

    /** Writes what is not written yet. Idempotent. */
    @Override
    public void close() {
        write();
    }
}
