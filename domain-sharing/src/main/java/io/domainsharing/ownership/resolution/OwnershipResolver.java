// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.CachedOwner;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import io.domainsharing.ownership.state.SiteEvents;
import io.domainsharing.smtpclient.AddressSyntax;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way of an address: local directory by exact match, cache, all peers at once, and only when every peer has said no a
 * local catch-all, which therefore swallows no colleague's mail. Thread-safe. {@link #known}, {@link #local} and the first
 * part of {@link #resolve} read James's repositories on the caller's thread.
 */
public final class OwnershipResolver implements Ownership, PeerChangeListener, AutoCloseable {
    private final LocalDirectory directory;
    private final PeerDirectory peers;
    private final OwnerCache cache;
    private final Executor background;
    private final ResolverListener listener;
    private final DirectoryFailure trouble;
    private final Lookups lookups;
    private final Lookups unasked;
    private final ClientShares shares;
    private final Evictions here;
    private final SiteEvents otherNodes;

    OwnershipResolver(
            OwnershipResolverBuilder parts, Clock clock, ScheduledExecutorService timer, Executor background) {
        this.directory = parts.directory;
        this.peers = parts.peers;
        this.cache = parts.cache;
        this.background = background;
        this.listener = parts.listener;
        this.trouble = new DirectoryFailure(clock, parts.listener);
        NoSettlement settlement = new NoSettlement(directory, background, trouble);
        AnswerRecorder recorder = new AnswerRecorder(cache, parts.conflicts, listener, settlement::settle);
        this.lookups = new Lookups(parts.peers, parts.lookups, parts.budget, timer, recorder);
        this.unasked =
                new Lookups(parts.peers, parts.unasked, parts.budget, timer, new UnaskedOutcome(settlement::settle));
        this.shares = new ClientShares(parts.budget, timer);
        this.here = new Evictions(lookups, cache);
        this.otherNodes = parts.otherNodes;
    }

    @Override
    public Optional<Verdict> known(MailAddress address) {
        return Optional.ofNullable(knownOrNull(address));
    }

    @Override
    public CompletionStage<Verdict> resolve(MailAddress address) {
        Verdict known = knownOrNull(address);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        return ask(address);
    }

    // James's repositories are not read again: the caller has had them read.
    @Override
    public CompletionStage<Verdict> askFor(InetAddress client, MailAddress address) {
        return lookups.isJoinable(address) ? ask(address) : shares.ask(client, () -> askOrTake(address));
    }

    @Override
    public CompletionStage<Verdict> withoutAsking(MailAddress address) {
        Verdict known = knownOrNull(address);
        return known == null
                ? unasked.askAlone(lookup(address, CanonicalAddress.of(address), null))
                : CompletableFuture.completedStage(known);
    }

    // Whoever waited for its turn may find that another has asked meanwhile.
    private CompletionStage<Verdict> askOrTake(MailAddress address) {
        CanonicalAddress key = CanonicalAddress.of(address);
        return cache.find(key) == null && !cache.isNotFound(key) ? ask(address) : resolve(address);
    }

    private CompletionStage<Verdict> ask(MailAddress address) {
        listener.cacheMiss();
        return lookups.ask(lookup(address, CanonicalAddress.of(address), null));
    }

    // A look-up in flight may have the yes of the peer that refused already, or get it.
    @Override
    public CompletionStage<Verdict> resolveWithout(MailAddress address, PeerName refuser) {
        Verdict known = knownOrNull(address);
        boolean isRefusers =
                known instanceof Verdict.OnPeer onPeer && onPeer.owner().equals(refuser);
        if (known != null && !isRefusers) {
            return CompletableFuture.completedStage(known);
        }
        listener.cacheMiss();
        return lookups.askAlone(lookupWithout(address, refuser));
    }

    @Override
    public Verdict local(MailAddress address) {
        try {
            Optional<LocalMatch> match = directory.exact(address);
            return match.isPresent() ? new Verdict.Local(match.get()) : new Verdict.Nobody();
        } catch (DirectoryUnavailableException e) {
            return trouble.undetermined(e);
        }
    }

    @Override
    public void disown(MailAddress address, PeerName peer) {
        // Another owner, found meanwhile, stays.
        if (cached(address).map(RememberedOwner::owner).filter(peer::equals).isPresent()) {
            evict(address);
        }
    }

    /** What the cache holds of the address. */
    public Optional<RememberedOwner> cached(MailAddress address) {
        return cache.entry(CanonicalAddress.of(address));
    }

    /** Whether every peer said no a short time ago, and that is remembered. */
    public boolean isNobodyRemembered(MailAddress address) {
        return cache.isNotFound(CanonicalAddress.of(address));
    }

    /** Remembers what this peer has just said of itself: it has the address. */
    public void remember(MailAddress address, PeerName owner) {
        cache.found(CanonicalAddress.of(address), owner);
    }

    /** Remembers that every peer has just said no; an owner remembered before is forgotten. */
    public void rememberNobody(MailAddress address) {
        CanonicalAddress key = CanonicalAddress.of(address);
        cache.evict(key);
        cache.notFound(key);
    }

    /** Forgets all about the address, here and at the other nodes; it is asked for again when next needed. */
    public void evict(MailAddress address) {
        here.evict(address);
        tell(Kind.EVICT, CanonicalAddress.of(address).value());
    }

    // After: what is asked from here on is asked of the peers of now. A remembered "no", or one just being found out,
    // counts no longer, nor does what is remembered of a peer that was not there or is no more.
    @Override
    public void afterSwap(PeerChange change) {
        change.added().forEach(here::evictPeer);
        change.removed().forEach(here::evictPeer);
        if (!change.changed().isEmpty() || change.isOfOtherFiles()) {
            lookups.distrustAll();
            cache.forgetAllNotFound();
        }
    }

    /** Forgets every address of that peer, and all that nobody has, here and at the other nodes. */
    public void evictPeer(PeerName peer) {
        here.evictPeer(peer);
        tell(Kind.EVICT_PEER, peer.value());
    }

    /** Forgets every address of that domain, here and at the other nodes. */
    public void evictDomain(Domain domain) {
        here.evictDomain(domain);
        tell(Kind.EVICT_DOMAIN, domain.asString());
    }

    /** Forgets everything, here and at the other nodes. */
    public void evictAll() {
        here.evictAll();
        tell(Kind.EVICT_ALL, "");
    }

    /** Forgets in this process alone. */
    Evictions here() {
        return here;
    }

    private void tell(Kind kind, String detail) {
        otherNodes.tell(new SiteEvent(kind, detail));
    }

    /** An account may have appeared: a remembered "nobody", or one just being found out, counts no longer. */
    public void forgetNotFound(MailAddress address) {
        here.forgetNotFound(address);
    }

    /** Number of addresses that are being asked for. */
    public int lookupsInFlight() {
        return lookups.size();
    }

    /** Every waiter gets "undetermined". Idempotent. The cache and the executors are their owner's to close. */
    @Override
    public void close() {
        shares.close();
        lookups.close();
        unasked.close();
    }

    // A mailbox created here wins over what is remembered, within a second: often enough for James's repositories,
    // which may be a database, and the caller one of few SMTP threads.
    private @Nullable Verdict knownOrNull(MailAddress address) {
        try {
            CanonicalAddress key = CanonicalAddress.of(address);
            CachedOwner found = cache.find(key);
            CachedOwner owner = found != null && peers.mayOwn(found.owner(), key) ? found : null;
            if (owner == null || !cache.isAbsentHere(owner)) {
                Optional<LocalMatch> match = directory.exact(address);
                if (match.isPresent()) {
                    return new Verdict.Local(match.get());
                }
            }
            if (owner != null) {
                cache.noteAbsentHere(owner);
                listener.cacheHit();
                refreshIfOld(address, key, owner);
                return new Verdict.OnPeer(owner.owner(), Verdict.Source.CACHE);
            }
            if (cache.isNotFound(key)) {
                listener.cacheHitNobody();
                return catchAllOrNobody(address);
            }
            // Nobody has an address that no command carries, nor is it ever asked about (docs/adr/0026).
            return peers.isNobodyAsked(address.getDomain())
                            || !AddressSyntax.of(key.value()).isAscii()
                    ? catchAllOrNobody(address)
                    : null;
        } catch (DirectoryUnavailableException e) {
            return trouble.undetermined(e);
        }
    }

    private Verdict catchAllOrNobody(MailAddress address) throws DirectoryUnavailableException {
        return directory.catchAll(address) ? new Verdict.Local(LocalMatch.CATCH_ALL) : new Verdict.Nobody();
    }

    private Lookup lookup(MailAddress address, CanonicalAddress key, @Nullable CachedOwner refreshed) {
        PeerName owner = refreshed == null ? null : refreshed.owner();
        return new Lookup(address, key, new AnswerTally(peers.asked(address.getDomain(), owner)), refreshed);
    }

    private Lookup lookupWithout(MailAddress address, PeerName refuser) {
        return Lookup.ofSome(
                address,
                CanonicalAddress.of(address),
                new AnswerTally(peers.asked(address.getDomain()).without(refuser)));
    }

    // All peers and not the owner alone, so that a mailbox that moved is noticed.
    private void refreshIfOld(MailAddress address, CanonicalAddress key, CachedOwner owner) {
        if (cache.claimRefresh(owner)) {
            listener.refresh();
            try {
                background.execute(() -> {
                    CompletionStage<Verdict> unused = lookups.ask(lookup(address, key, owner));
                });
            } catch (RejectedExecutionException e) {
                // This server is stopping, and the entry stays as it is.
            }
        }
    }
}
