// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was found to own which address (for {@code found} from the moment the owner said yes), and which addresses nobody has
 * (for {@code notFound}, in memory only). Every call touches memory only; the store follows within about a second on a
 * thread of its own. The two kinds are bounded apart, so that guessed addresses push no owner out. Thread-safe.
 */
public final class OwnerCache implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnerCache.class);
    private static final Duration RETRY_REFRESH_AFTER = Duration.ofMinutes(1);

    private final CacheTicker ticker;
    private final long foundSeconds;
    private final long refreshSeconds;
    private final long retrySeconds;
    private final Cache<String, CachedOwner> found;
    private final NotFound notFound;
    private final long maximumSize;
    private final KnownBefore knownBefore = new KnownBefore();
    private final Clock clock;
    private final @Nullable Path folder;
    private final Predicate<PeerName> isConfigured;
    private final CacheStore store = new CacheStore();
    private volatile CacheListener listener = CacheListener.NONE;
    private volatile BiConsumer<CanonicalAddress, PeerName> newOwner = (address, owner) -> {};

    private OwnerCache(
            CacheConfiguration configuration,
            Clock clock,
            LongSupplier nanos,
            @Nullable Path folder,
            Predicate<PeerName> isConfigured) {
        this.ticker = new CacheTicker(clock);
        this.foundSeconds = configuration.found().toSeconds();
        this.refreshSeconds = configuration.refreshAfter().toSeconds();
        this.retrySeconds = Math.min(refreshSeconds, RETRY_REFRESH_AFTER.toSeconds());
        this.maximumSize = configuration.maximumSize();
        this.found = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .ticker(ticker)
                .expireAfter(new FoundExpiry(ticker, foundSeconds))
                .evictionListener((address, owner, cause) -> forgotten(address, cause))
                .build();
        this.notFound = new NotFound(maximumSize, configuration.notFound(), nanos);
        this.clock = clock;
        this.folder = folder;
        this.isConfigured = isConfigured;
    }

    /**
     * A cache that forgets everything when the process ends.
     *
     * @param nanos a clock such as {@link System#nanoTime}, which nobody sets
     */
    public static OwnerCache inMemory(CacheConfiguration configuration, Clock clock, LongSupplier nanos) {
        return new OwnerCache(configuration, clock, nanos, null, peer -> true);
    }

    /**
     * A cache with a store in that folder, which remembers in memory only until it is {@linkplain #start started}.
     *
     * @param folder created if missing; for the account of this server only
     * @param nanos a clock such as {@link System#nanoTime}, which nobody sets
     */
    public static OwnerCache onDisk(
            CacheConfiguration configuration,
            Path folder,
            Clock clock,
            LongSupplier nanos,
            Predicate<PeerName> isConfigured) {
        return new OwnerCache(configuration, clock, nanos, folder, isConfigured);
    }

    /**
     * Opens the store, if it has a folder, and loads what that holds, except what has expired and owners that are peers no longer.
     * Blocks while it reads; a damaged store is set aside with a warning. Called once.
     *
     * @throws java.io.UncheckedIOException another process uses the folder, or it cannot be used: the start must fail
     */
    public OwnerCache start() {
        if (folder != null) {
            boolean isEmpty = found.asMap().isEmpty();
            store.open(openMirror(folder));
            if (!isEmpty) {
                store.allChanged();
            }
        }
        return this;
    }

    private StoreMirror openMirror(Path where) {
        Map<String, PeerName> names = new HashMap<>();
        StoreMirror opened = StoreMirror.open(where, clock, found.asMap(), (address, stored) -> {
            PeerName owner = names.computeIfAbsent(stored.owner(), PeerName::new);
            // A clock that was set back must not lengthen a life.
            long foundAt = Math.min(stored.foundAt(), ticker.seconds());
            if (ticker.seconds() - foundAt < foundSeconds && isConfigured.test(owner)) {
                // What has been found since is newer.
                found.asMap().putIfAbsent(address, new CachedOwner(owner, foundAt));
            }
            knownBefore.add(address);
        });
        LOGGER.info("{} owners loaded from {}", found.estimatedSize(), where);
        return opened;
    }

    /** The owner, if one is remembered. The fast path of every RCPT. */
    public @Nullable CachedOwner find(CanonicalAddress address) {
        return found.getIfPresent(address.value());
    }

    /** Whether every peer said no a short time ago. */
    public boolean isNotFound(CanonicalAddress address) {
        return notFound.contains(address);
    }

    /** Whether somebody had the address, be it forgotten since; of others, one in a hundred counts as such, too. */
    public boolean wasFound(CanonicalAddress address) {
        return knownBefore.mightContain(address);
    }

    /** The same as {@link #find}, for operators: a look is no use. */
    public Optional<RememberedOwner> entry(CanonicalAddress address) {
        return Optional.ofNullable(found.policy().getIfPresentQuietly(address.value()))
                .map(this::shown);
    }

    /** Remembers that this peer says yes now. */
    public void found(CanonicalAddress address, PeerName owner) {
        if (isNews(address, owner)) {
            newOwner.accept(address, owner);
        }
    }

    /** As {@link #found}, where another node of the site has heard it: it is not told on. */
    public void foundElsewhere(CanonicalAddress address, PeerName owner) {
        boolean unused = isNews(address, owner);
    }

    private boolean isNews(CanonicalAddress address, PeerName owner) {
        notFound.forget(address);
        CachedOwner before = found.asMap().put(address.value(), new CachedOwner(owner, ticker.seconds()));
        knownBefore.add(address.value());
        store.changed(address.value());
        return before == null || !before.owner().equals(owner);
    }

    /** Remembers for a short time that every peer says no now. A remembered owner is not touched. */
    public void notFound(CanonicalAddress address) {
        notFound.add(address);
    }

    /** Whether this caller, and no other, is to ask again for the entry just found, which has grown old. */
    public boolean claimRefresh(CachedOwner owner) {
        return owner.claimRefresh(ticker.lastSeconds(), refreshSeconds, retrySeconds);
    }

    /** Notes of the entry just found that this server has no mailbox of that address. */
    public void noteAbsentHere(CachedOwner owner) {
        owner.noteAbsentHere(ticker.lastSeconds());
    }

    /** Whether that was noted within the present second of the clock. */
    public boolean isAbsentHere(CachedOwner owner) {
        return owner.isAbsentHere(ticker.lastSeconds());
    }

    /** Takes out exactly this entry, unless a newer one took its place. */
    public void evict(CanonicalAddress address, CachedOwner expected) {
        if (found.asMap().remove(address.value(), expected)) {
            store.changed(address.value());
        }
    }

    /** Forgets all about the address. */
    public void evict(CanonicalAddress address) {
        notFound.forget(address);
        found.invalidate(address.value());
        store.changed(address.value());
    }

    /** Forgets that nobody has the address: an account may have appeared. */
    public void forgetNotFound(CanonicalAddress address) {
        notFound.forget(address);
    }

    /** Forgets every address that nobody has: a peer has come or changed. */
    public void forgetAllNotFound() {
        notFound.forgetAll();
    }

    /** Forgets every address of that domain, also that nobody has it. Walks through the whole cache. */
    public void evictDomain(Domain domain) {
        String end = '@' + domain.asString();
        notFound.forgetAllOn(end);
        found.asMap().keySet().removeIf(address -> address.endsWith(end));
        store.allChanged();
    }

    /** Forgets every address of that peer, and all that nobody has. Walks through the whole cache. */
    public void evictPeer(PeerName peer) {
        forgetAllNotFound();
        found.asMap().values().removeIf(owner -> owner.owner().equals(peer));
        store.allChanged();
    }

    public void evictAll() {
        notFound.forgetAll();
        found.invalidateAll();
        store.allChanged();
    }

    /** All owners that are remembered, in no order, with their addresses. */
    public Stream<Map.Entry<CanonicalAddress, CachedOwner>> owners() {
        return found.asMap().entrySet().stream()
                .map(entry -> Map.entry(new CanonicalAddress(entry.getKey()), entry.getValue()));
    }

    /** Some of the remembered owners, by address. Walks through the whole cache. */
    public OwnerPage page(OwnerSearch search) {
        return search.in(found.asMap(), this::shown);
    }

    /** About how many owners are remembered. */
    public long size() {
        return found.estimatedSize();
    }

    public CacheFigures figures() {
        return new CacheFigures(size(), maximumSize, store.isOpen());
    }

    /** Why nothing is written to the store at present. Never waits for the disk. */
    public Optional<StoreFailure> storeFailure() {
        return store.failure();
    }

    /** About how many addresses are remembered that nobody has. */
    public long sizeNotFound() {
        return notFound.size();
    }

    /** From here on there is this listener, and no other. */
    public void setListener(CacheListener value) {
        listener = value;
    }

    /** Has that one told of each owner that was not known before; called on any thread, may neither block nor throw. */
    public void onNewOwner(BiConsumer<CanonicalAddress, PeerName> told) {
        newOwner = told;
    }

    /** Writes what is not written yet and lets go of the store. The memory part goes on. Idempotent. */
    @Override
    public void close() {
        store.close();
    }

    /** Does now what is otherwise done in the background: eviction and writing. */
    void settle() {
        found.cleanUp();
        notFound.settle();
        store.flush();
    }

    /** The disk fails under the store. */
    void breakStore() {
        store.breakStore();
    }

    private RememberedOwner shown(CachedOwner owner) {
        return RememberedOwner.of(owner, ticker.seconds(), foundSeconds, refreshSeconds);
    }

    private void forgotten(@Nullable String address, RemovalCause cause) {
        store.changed(address);
        listener.forgotten(cause);
    }
}
